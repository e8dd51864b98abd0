package com.virtualpytest.host.display.internal.automation;

import com.virtualpytest.host.display.internal.screen.XKeyboard;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pointer and keyboard, by the program xdotool: each call one process that knows its arguments. */
final class Xdotool {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int KEY_MILLIS = 12;
  private static final int STEP_MILLIS = 20;

  /** Programs look up what a key means when they come to it. */
  private static final int DIGEST_MILLIS = 400;

  private final Programs programs;
  private final XKeyboard keyboard;

  Xdotool(Programs programs, XKeyboard keyboard) {
    this.programs = programs;
    this.keyboard = keyboard;
  }

  /** A failure that its caller shows. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Moves the pointer and clicks. */
  void click(int x, int y, int button, int times) throws IOException, InterruptedException {
    run(
        "",
        LIMIT,
        "mousemove",
        "" + x,
        "" + y,
        "click",
        "--repeat",
        "" + times,
        "--delay",
        "60",
        "" + button);
  }

  /** Moves the pointer in a straight line that takes the time. */
  void move(int x, int y, Duration duration) throws IOException, InterruptedException {
    int steps = (int) Math.min(500, duration.toMillis() / STEP_MILLIS);
    List<String> arguments = new ArrayList<>();
    if (steps > 1) {
      int[] from = pointer();
      double pause = duration.toMillis() / 1000.0 / steps;
      for (int i = 1; i < steps; i++) {
        arguments.addAll(
            List.of(
                "mousemove",
                "" + (from[0] + (x - from[0]) * i / steps),
                "" + (from[1] + (y - from[1]) * i / steps),
                "sleep",
                "%.3f".formatted(pause)));
      }
    }
    arguments.addAll(List.of("mousemove", "" + x, "" + y));
    run("", LIMIT.plus(duration), arguments.toArray(String[]::new));
  }

  /**
   * Turns the wheel.
   *
   * @param clicks up when positive
   */
  void scroll(int clicks) throws IOException, InterruptedException {
    if (clicks != 0) {
      String button = clicks > 0 ? "4" : "5";
      run("", LIMIT, "click", "--repeat", "" + Math.abs(clicks), "--delay", "20", button);
    }
  }

  /** Presses keys together. */
  void press(List<String> xNames) throws IOException, InterruptedException {
    run("", LIMIT, "key", String.join("+", xNames));
  }

  /**
   * Types a text of any script; it is read from standard input, where nobody else sees it. The
   * program itself puts characters that no key has on a key and takes them away again, too soon for
   * many programs: that is done here before.
   */
  void type(String text, Duration interval) throws IOException, InterruptedException {
    long delay = Math.max(KEY_MILLIS, interval.toMillis());
    String rest = text;
    while (!rest.isEmpty()) {
      int length = keyboard.prepare(rest);
      String part = rest.substring(0, length);
      Duration limit = LIMIT.plus(Duration.ofMillis(2 * (delay + 20) * length));
      run(part, limit, "type", "--delay", "" + delay, "--file", "-");
      rest = rest.substring(length);
      if (!rest.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(DIGEST_MILLIS);
      }
    }
  }

  private int[] pointer() throws IOException, InterruptedException {
    String answer = run("", LIMIT, "getmouselocation", "--shell");
    int[] place = new int[2];
    for (String line : answer.split("\n")) {
      if (line.matches("[XY]=\\d{1,6}")) {
        place[line.charAt(0) - 'X'] = Integer.parseInt(line.substring(2));
      }
    }
    return place;
  }

  private String run(String input, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("xdotool"));
    command.addAll(List.of(arguments));
    ProgramResult result = programs.run(command, input, null, limit);
    if (result.timedOut()) {
      throw new Refused("The display does not answer");
    }
    if (result.exitCode() == 127) {
      throw new Refused("xdotool is not installed");
    }
    if (!result.ok() || result.error().contains("No such key name")) {
      throw new Refused("The display refused it: " + firstLine(result.error()));
    }
    return result.output();
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("no reason given");
  }
}
