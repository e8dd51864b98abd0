package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Programs that read lines: of the files they are given, else of standard input. */
final class TextTools {

  private final Files files;

  private TextTools(Files files) {
    this.files = files;
  }

  static Map<String, Command> all(Files files) {
    TextTools tools = new TextTools(files);
    return Map.of(
        "cat", tools::cat,
        "grep", tools::grep,
        "head", tools::head,
        "tail", tools::tail,
        "wc", tools::count,
        "sort", tools::sort,
        "base64", tools::base64);
  }

  private int cat(Task task) throws IOException {
    int status = 0;
    if (task.args().isEmpty()) {
      task.in().transferTo(task.out());
    }
    for (String name : task.args()) {
      try {
        task.out().write(files.read(name));
      } catch (Files.FileException e) {
        status = task.fail(1, "cat: " + name + ": " + e.getMessage());
      }
    }
    return status;
  }

  private int grep(Task task) throws IOException {
    int after = 0;
    StringBuilder flags = new StringBuilder();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < task.args().size(); i++) {
      String arg = task.arg(i);
      if (arg.equals("-A")) {
        after = number(task.arg(++i), 0);
      } else if (arg.equals("-e")) {
        rest.add(0, task.arg(++i));
      } else if (arg.startsWith("-") && arg.length() > 1 && rest.isEmpty()) {
        flags.append(arg.substring(1));
      } else {
        rest.add(arg);
      }
    }
    if (rest.isEmpty()) {
      return task.fail(2, "grep: no REGEX");
    }
    String flagText = flags.toString();
    Pattern pattern;
    try {
      pattern =
          Pattern.compile(
              flagText.contains("F") ? Pattern.quote(rest.get(0)) : rest.get(0),
              flagText.contains("i") ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      return task.fail(2, "grep: bad REGEX");
    }
    return grep(task, pattern, flagText, after, rest.subList(1, rest.size()));
  }

  private int grep(Task task, Pattern pattern, String flags, int after, List<String> names)
      throws IOException {
    int found = 0;
    int shown = 0;
    try (BufferedReader lines = reader(task, names)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        boolean hit = pattern.matcher(line).find() != flags.contains("v");
        found += hit ? 1 : 0;
        shown = hit ? after + 1 : shown - 1;
        if (shown > 0 && !flags.contains("q") && !flags.contains("c")) {
          task.print(line + "\n");
        }
      }
    }
    if (flags.contains("c")) {
      task.print(found + "\n");
    }
    return found > 0 ? 0 : 1;
  }

  private int head(Task task) throws IOException {
    Lines wanted = Lines.of(task);
    try (BufferedReader lines = reader(task, wanted.names)) {
      for (int i = 0; i < wanted.count; i++) {
        String line = lines.readLine();
        if (line == null) {
          break;
        }
        task.print(line + "\n");
      }
    }
    return 0;
  }

  private int tail(Task task) throws IOException {
    Lines wanted = Lines.of(task);
    List<String> all = lines(task, wanted.names);
    for (String line : all.subList(Math.max(0, all.size() - wanted.count), all.size())) {
      task.print(line + "\n");
    }
    return 0;
  }

  private int count(Task task) throws IOException {
    boolean lines = task.args().contains("-l");
    boolean bytes = task.args().contains("-c");
    List<String> names = task.args().stream().filter(arg -> !arg.startsWith("-")).toList();
    byte[] all;
    try {
      all = names.isEmpty() ? task.in().readAllBytes() : files.read(names.get(0));
    } catch (Files.FileException e) {
      return task.fail(1, "wc: " + names.get(0) + ": " + e.getMessage());
    }
    String text = new String(all, StandardCharsets.UTF_8);
    long count = text.chars().filter(c -> c == '\n').count();
    long words = text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    String name = names.isEmpty() ? "" : " " + names.get(0);
    task.print(
        lines
            ? count + name + "\n"
            : bytes
                ? all.length + name + "\n"
                : count + " " + words + " " + all.length + name + "\n");
    return 0;
  }

  private int sort(Task task) throws IOException {
    List<String> names = task.args().stream().filter(arg -> !arg.startsWith("-")).toList();
    for (String line : lines(task, names).stream().sorted().toList()) {
      task.print(line + "\n");
    }
    return 0;
  }

  private int base64(Task task) throws IOException {
    if (task.args().contains("-d")) {
      try {
        task.out().write(Base64.getMimeDecoder().decode(task.in().readAllBytes()));
      } catch (IllegalArgumentException e) {
        return task.fail(1, "base64: bad input");
      }
    } else {
      task.print(Base64.getMimeEncoder().encodeToString(task.in().readAllBytes()) + "\n");
    }
    return 0;
  }

  private List<String> lines(Task task, List<String> names) throws IOException {
    try (BufferedReader reader = reader(task, names)) {
      return reader.lines().toList();
    }
  }

  private BufferedReader reader(Task task, List<String> names) throws IOException {
    if (names.isEmpty()) {
      return new BufferedReader(new InputStreamReader(task.in(), StandardCharsets.UTF_8));
    }
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      try {
        all.append(new String(files.read(name), StandardCharsets.UTF_8));
      } catch (Files.FileException e) {
        task.fail(1, task.name() + ": " + name + ": " + e.getMessage());
      }
    }
    return new BufferedReader(new StringReader(all.toString()));
  }

  private static int number(String text, int otherwise) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
  }

  /** {@code -n 5}, {@code -5}, and the names after it. */
  private record Lines(int count, List<String> names) {
    static Lines of(Task task) {
      if (task.arg(0).equals("-n")) {
        return new Lines(number(task.arg(1), 10), task.from(2));
      }
      if (task.arg(0).matches("-n?\\d+")) {
        return new Lines(number(task.arg(0).replaceFirst("-n?", ""), 10), task.from(1));
      }
      return new Lines(10, task.args());
    }
  }
}
