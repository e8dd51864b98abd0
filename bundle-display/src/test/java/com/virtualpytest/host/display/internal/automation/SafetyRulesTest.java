package com.virtualpytest.host.display.internal.automation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf /",
        "  rm -r x",
        "rm -v -f x",
        "/bin/rm -rf x",
        "echo a; rm -rf x",
        "echo a | sudo tee b",
        "true && shutdown -h now",
        "first line\nreboot",
        "sudo rm x",
        "su",
        "su - root",
        "init 0",
        "kill -9 1",
        "killall x",
        "chmod -R 777 x",
        "chown root x",
        "apt-get -y remove x",
        "pip uninstall x",
        "dd bs=1M if=/dev/zero of=/dev/sda",
        "mkfs.ext4 /dev/sda1",
        "fdisk -l /dev/sda",
        "tar xf x.tar -C /",
        "echo `rm -rf x`",
        "echo $(rm -rf x)",
        "iptables -F"
      })
  void doesNotTypeCommandLinesThatBreakTheMachine(String text) {
    assertThat(SafetyRules.blocksText(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my password is secret",
        "look into /dev and /etc/passwd",
        "resume",
        "farm -rf",
        "the halt sign",
        "please reboot the phone",
        "summary of credentials.pem",
        "rm file",
        "a sum - of",
        "chmod 644 x",
        "kill 5 birds",
        "shutdown of the plant",
        "http://example.org/rm?-rf"
      })
  void typesTextThatMerelyMentionsThem(String text) {
    assertThat(SafetyRules.blocksText(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm", "/bin/rm", "bash", "sudo", "systemctl"})
  void doesNotStartSuchPrograms(String name) {
    assertThat(SafetyRules.blocksProgram(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "firefox", "gedit", "rmview", "subtle", "terminal"})
  void startsProgramsWhoseNamesHoldSuchAWord(String name) {
    assertThat(SafetyRules.blocksProgram(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/x.png", "/proc/1/x", "/dev/x"})
  void readsNothingFromSystemFolders(String file) {
    assertThat(SafetyRules.blocksFile(Path.of(file))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp/etc/x.png", "/home/x/dev/x.png", "/etcetera/x.png"})
  void readsFromOtherFolders(String file) {
    assertThat(SafetyRules.blocksFile(Path.of(file))).isFalse();
  }
}
