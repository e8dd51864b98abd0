package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.SystemLog;
import com.virtualpytest.host.simulators.android.device.SystemLog.Line;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code logcat}: what was logged, then, without {@code -d}, what comes. */
final class LogcatTool implements Command {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String LEVELS = "VDIWEF";

  private final SystemLog log;

  LogcatTool(SystemLog log) {
    this.log = log;
  }

  @Override
  public int run(Task task) throws IOException, InterruptedException {
    Options options = Options.of(task.args());
    if (options.clear) {
      log.clear();
      return 0;
    }
    List<Line> lines = log.from(0);
    if (options.last >= 0) {
      lines = lines.subList(Math.max(0, lines.size() - options.last), lines.size());
    }
    if (!options.filters.isEmpty() || options.format.equals("threadtime")) {
      task.print("--------- beginning of main\n");
    }
    long next = print(task, options, lines, 0);
    while (!options.dump) {
      next = print(task, options, log.await(next), next);
    }
    return 0;
  }

  private static long print(Task task, Options options, List<Line> lines, long from)
      throws IOException {
    long next = from;
    for (Line line : lines) {
      if (options.shows(line)) {
        task.print(format(line, options.format) + "\n");
      }
      next = line.number() + 1;
    }
    return next;
  }

  private static String format(Line line, String format) {
    return switch (format) {
      case "brief" -> "%c/%s( 4711): %s".formatted(line.level(), line.tag(), line.text());
      case "raw" -> line.text();
      case "tag" -> "%c/%s: %s".formatted(line.level(), line.tag(), line.text());
      case "time" ->
          "%s %c/%s( 4711): %s"
              .formatted(TIME.format(line.time()), line.level(), line.tag(), line.text());
      default ->
          "%s  4711  4711 %c %s: %s"
              .formatted(TIME.format(line.time()), line.level(), line.tag(), line.text());
    };
  }

  /** Filters are {@code TAG:LEVEL}; {@code *:S} silences all that no other names. */
  private record Options(
      boolean dump, boolean clear, int last, String format, List<String> filters) {

    static Options of(List<String> args) {
      boolean dump = false;
      boolean clear = false;
      int last = -1;
      String format = "threadtime";
      List<String> filters = new ArrayList<>();
      for (int i = 0; i < args.size(); i++) {
        String next = i + 1 < args.size() ? args.get(i + 1) : "";
        switch (args.get(i)) {
          case "-d" -> dump = true;
          case "-c" -> clear = true;
          case "-s" -> filters.add("*:S");
          case "-v" -> {
            format = next;
            i++;
          }
          case "-t", "-T" -> {
            dump |= args.get(i).equals("-t");
            last = next.matches("\\d{1,6}") ? Integer.parseInt(next) : -1;
            i++;
          }
          case "-b" -> i++;
          default -> filters.add(args.get(i));
        }
      }
      return new Options(dump, clear, last, format, filters);
    }

    boolean shows(Line line) {
      String lowest = "V";
      for (String filter : filters) {
        int colon = filter.lastIndexOf(':');
        String tag = colon < 0 ? filter : filter.substring(0, colon);
        String level = colon < 0 ? "V" : filter.substring(colon + 1);
        if (tag.equals(line.tag())) {
          lowest = level;
          break;
        } else if (tag.equals("*")) {
          lowest = level;
        }
      }
      return !lowest.equals("S") && LEVELS.indexOf(line.level()) >= LEVELS.indexOf(lowest);
    }
  }
}
