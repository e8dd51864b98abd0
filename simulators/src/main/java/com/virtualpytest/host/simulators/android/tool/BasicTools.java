package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Shell;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Programs that need nothing of the device. */
final class BasicTools {

  private BasicTools() {}

  static Map<String, Command> all() {
    Map<String, Command> all = new HashMap<>();
    all.put("true", task -> 0);
    all.put(":", task -> 0);
    all.put("false", task -> 1);
    all.put("echo", BasicTools::echo);
    all.put("printf", BasicTools::printf);
    all.put("sleep", BasicTools::sleep);
    all.put("sh", BasicTools::sh);
    all.put("[", BasicTools::test);
    all.put("test", BasicTools::test);
    all.put("date", BasicTools::date);
    all.put("pwd", task -> say(task, "/"));
    all.put("whoami", task -> say(task, "shell"));
    all.put(
        "id",
        task ->
            say(
                task,
                task.arg(0).equals("-u")
                    ? "2000"
                    : "uid=2000(shell) gid=2000(shell) groups=2000(shell),1004(input),3003(inet)"));
    all.put("which", task -> which(task, task.arg(0)));
    all.put("command", task -> which(task, task.arg(1)));
    all.put("su", task -> task.fail(1, "su: not allowed"));
    all.put("uname", task -> say(task, task.arg(0).equals("-m") ? "x86_64" : "Linux"));
    all.put(
        "uptime",
        task -> say(task, " 12:30:00 up 1 min,  0 users,  load average: 0.00, 0.00, 0.00"));
    return all;
  }

  private static int say(Task task, String line) throws IOException {
    task.print(line + "\n");
    return 0;
  }

  private static int which(Task task, String name) throws IOException {
    boolean known = task.shell().environment().programs().containsKey(name);
    return known ? say(task, "/system/bin/" + name) : 1;
  }

  private static int echo(Task task) throws IOException {
    boolean bare = task.arg(0).equals("-n");
    List<String> words = bare || task.arg(0).equals("-e") ? task.from(1) : task.args();
    // mksh's echo understands these escapes without being asked.
    String text = escapes(String.join(" ", words));
    task.print(bare ? text : text + "\n");
    return 0;
  }

  private static int printf(Task task) throws IOException {
    StringBuilder out = new StringBuilder();
    String format = escapes(task.arg(0));
    int next = 1;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        i++;
        out.append(format.charAt(i) == '%' ? "%" : task.arg(next++));
      } else {
        out.append(c);
      }
    }
    task.print(out.toString());
    return 0;
  }

  private static String escapes(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = c == '\\' && i + 1 < text.length() ? "ntr\\".indexOf(text.charAt(i + 1)) : -1;
      if (escape >= 0) {
        out.append("\n\t\r\\".charAt(escape));
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int sleep(Task task) throws IOException, InterruptedException {
    if (!task.arg(0).matches("\\d{1,6}(\\.\\d{1,6})?")) {
      return task.fail(1, "sleep: bad number '" + task.arg(0) + "'");
    }
    Thread.sleep(new BigDecimal(task.arg(0)).movePointRight(3).longValue());
    return 0;
  }

  private static int sh(Task task) throws IOException, InterruptedException {
    if (task.arg(0).equals("-c")) {
      Shell shell = new Shell(task.shell().environment(), task.from(3));
      return shell.run(task.arg(1), task.in(), task.out(), task.err());
    }
    Shell shell = new Shell(task.shell().environment());
    return shell.run(task.input(), task.in(), task.out(), task.err());
  }

  private static int test(Task task) throws IOException {
    List<String> args = task.args();
    if (task.name().equals("[")) {
      if (args.isEmpty() || !args.get(args.size() - 1).equals("]")) {
        return task.fail(2, "[: missing ]");
      }
      args = args.subList(0, args.size() - 1);
    }
    boolean negated = !args.isEmpty() && args.get(0).equals("!");
    boolean holds = holds(task, negated ? args.subList(1, args.size()) : args);
    return holds != negated ? 0 : 1;
  }

  private static boolean holds(Task task, List<String> args) {
    var files = task.shell().environment().files();
    return switch (args.size()) {
      case 1 -> !args.get(0).isEmpty();
      case 2 ->
          switch (args.get(0)) {
            case "-n" -> !args.get(1).isEmpty();
            case "-z" -> args.get(1).isEmpty();
            case "-e" -> files.exists(args.get(1));
            case "-d" -> files.isFolder(args.get(1));
            case "-f" -> files.exists(args.get(1)) && !files.isFolder(args.get(1));
            default -> false;
          };
      case 3 ->
          switch (args.get(1)) {
            case "=", "==" -> args.get(0).equals(args.get(2));
            case "!=" -> !args.get(0).equals(args.get(2));
            case "-eq" -> number(args.get(0)) == number(args.get(2));
            case "-ne" -> number(args.get(0)) != number(args.get(2));
            case "-lt" -> number(args.get(0)) < number(args.get(2));
            case "-gt" -> number(args.get(0)) > number(args.get(2));
            default -> false;
          };
      default -> false;
    };
  }

  private static long number(String text) {
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static int date(Task task) throws IOException {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);
    boolean seconds = task.arg(0).equals("+%s");
    return say(task, seconds ? Long.toString(now.toEpochSecond()) : format.format(now));
  }
}
