package com.virtualpytest.host.display.internal.automation;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is not done by automation on a display with a terminal on it: typing a command line that
 * breaks the machine, starting such a program, reading pictures out of system folders. A guard
 * against accidents, judged by whole words where a command begins: text that merely mentions such a
 * word is typed.
 */
final class SafetyRules {

  /** Where a command begins: a line, or what follows a separator, sudo or a variable. */
  private static final String BEGIN = "(?:^|[;|&\\n`]|\\$\\(|\\bsudo\\s)\\s*(?:/\\S*/)?";

  private static final List<Pattern> COMMANDS =
      List.of(
          command("rm\\s+(?:-\\S+\\s+)*-\\w*[rRf]"),
          command("rmdir\\s"),
          command("(?:del|rd)\\s+/s\\b"),
          command("(?:shutdown|reboot|poweroff|halt)(?:\\s+(?:-\\S*|now|\\+\\d+)|\\s*$)"),
          command("init\\s+[06]\\b"),
          command("(?:killall|pkill)\\s+\\S"),
          command("kill\\s+-(?:9|KILL|SIGKILL)\\b"),
          command("sudo\\s+\\S"),
          command("su(?:\\s+-|\\s*$)"),
          command("chmod\\s+(?:-\\S+\\s+)*0?777\\b"),
          command("chown\\s+\\S+\\s+\\S"),
          command("(?:useradd|usermod|userdel)\\s+\\S"),
          command("(?:apt|apt-get|yum|dnf)\\s+(?:-\\S+\\s+)*(?:remove|purge|erase)\\b"),
          command("(?:pip|pip3|npm)\\s+uninstall\\b"),
          command("(?:iptables|ufw|firewall-cmd)\\s+\\S"),
          command("dd\\s+(?:\\S+\\s+)*if="),
          command("mkfs(?:\\.\\w+)?\\s+\\S"),
          command("(?:fdisk|parted)\\s+(?:-\\S+\\s+)*/dev/"),
          command("(?:tar|unzip)\\s(?:.*\\s)?-[Cd]\\s*/\\s*$"));

  private static final Set<String> PROGRAMS =
      Set.of(
          "sudo",
          "su",
          "passwd",
          "shutdown",
          "reboot",
          "poweroff",
          "halt",
          "init",
          "systemctl",
          "service",
          "rm",
          "dd",
          "fdisk",
          "mkfs",
          "iptables",
          "ufw",
          "firewall-cmd",
          "bash",
          "sh",
          "zsh",
          "fish",
          "cmd",
          "powershell",
          "pwsh");

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/etc"),
          Path.of("/sys"),
          Path.of("/proc"),
          Path.of("/dev"),
          Path.of("/boot"),
          Path.of("/root/.ssh"),
          Path.of("/var/lib"),
          Path.of("/usr/bin"),
          Path.of("/usr/sbin"),
          Path.of("/sbin"));

  private SafetyRules() {}

  /** True when the text holds a command line that is not typed. */
  static boolean blocksText(String text) {
    return COMMANDS.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }

  /** True when that program is not started. */
  static boolean blocksProgram(String name) {
    return PROGRAMS.contains(name.substring(name.lastIndexOf('/') + 1));
  }

  /**
   * True when nothing is read there.
   *
   * @param file absolute, without links
   */
  static boolean blocksFile(Path file) {
    return FOLDERS.stream().anyMatch(file::startsWith);
  }

  private static Pattern command(String regex) {
    return Pattern.compile(BEGIN + regex, Pattern.MULTILINE);
  }
}
