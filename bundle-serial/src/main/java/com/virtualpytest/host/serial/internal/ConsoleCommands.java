package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.api.driver.StatusHolder;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.serial.internal.expect.Expectation;
import com.virtualpytest.host.serial.internal.log.SerialLog;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import com.virtualpytest.host.serial.internal.port.Port;
import com.virtualpytest.host.serial.internal.port.PortException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.PatternSyntaxException;

/** The commands of a console. They come one at a time. */
final class ConsoleCommands {
  static final String WAIT_FOR_PATTERN = "waitForSerialPattern";

  private static final int DEFAULT_TIMEOUT_MILLIS = 10_000;
  private static final int MAX_TIMEOUT_MILLIS = 3_600_000;
  private static final int MAX_BREAK_MILLIS = 10_000;
  private static final int LONGEST_LINE = 4096;
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

  private final Console console;
  private final SerialLog log;
  private final StatusHolder status;

  /** Where the next expect begins: at the last send; negative for now. */
  private volatile long mark;

  /**
   * @param mark where the next expect begins; negative for now
   */
  ConsoleCommands(Console console, SerialLog log, StatusHolder status, long mark) {
    this.mark = mark;
    this.console = console;
    this.log = log;
    this.status = status;
  }

  CommandResult execute(Command command) throws ParameterException, InterruptedException {
    long begin = System.nanoTime();
    int losses = log.losses();
    boolean open = console.isOpen();
    try {
      CommandResult result =
          switch (command.name()) {
            case "send" -> send(data(command, ""));
            case "send_line" -> send(data(command, "cr"));
            case "expect", WAIT_FOR_PATTERN -> expect(command);
            case "send_expect" -> sendExpect(command);
            case "login" -> new Login(this, command).run();
            case "break" -> sendBreak(command);
            case "set_lines" -> setLines(command);
            case "get_lines" -> CommandResult.ok(null, lines(console.port().lines()));
            case "set_baud" -> setBaud(command);
            case "clear" -> clear();
            default -> CommandResult.unknown(command);
          };
      return timed(result, begin);
    } catch (IOException e) {
      boolean lost = log.losses() != losses || (open && e instanceof PortException);
      return timed(lost ? lost(status.current().hint(), Map.of()) : failure(e), begin);
    }
  }

  private CommandResult failure(IOException e) {
    if (e instanceof PortException) {
      return unreachable();
    }
    ErrorCode code =
        e instanceof SocketTimeoutException ? ErrorCode.DEADLINE : ErrorCode.NOT_SUPPORTED;
    return CommandResult.failed(code, sentence(e), null);
  }

  /** Only texts of this bundle's own get here. */
  private static String sentence(IOException e) {
    String text = e.getMessage() == null ? "it failed" : e.getMessage();
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static CommandResult timed(CommandResult result, long begin) {
    Map<String, Object> data = new LinkedHashMap<>(result.data());
    data.put("elapsed_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    return new CommandResult(
        result.success(), result.message(), result.code(), result.hint(), data);
  }

  /** That the port is not open, and why. */
  CommandResult unreachable() {
    Status now = status.current();
    boolean usable = now.state().usable();
    return CommandResult.failed(
        ErrorCode.DEVICE_OFFLINE,
        usable || now.detail() == null ? "The port is not open" : now.detail(),
        usable ? "It comes back by itself; try again" : now.hint());
  }

  // --- Sending --------------------------------------------------------------------------------

  private static byte[] data(Command command, String defaultEol) throws ParameterException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String hex = command.text("hex", null);
    if (hex == null) {
      bytes.writeBytes(command.text("data", "").getBytes(StandardCharsets.UTF_8));
    } else if (command.params().get("data") != null) {
      throw new ParameterException("hex", "and data exclude each other");
    } else {
      bytes.writeBytes(hex(hex));
    }
    bytes.writeBytes(eol(command.text("eol", defaultEol)));
    if (bytes.size() == 0) {
      throw new ParameterException("data", "is missing");
    }
    return bytes.toByteArray();
  }

  private static byte[] hex(String text) throws ParameterException {
    try {
      return HexFormat.of().parseHex(text.replaceAll("[\\s:]", ""));
    } catch (IllegalArgumentException e) {
      throw new ParameterException("hex", "must be pairs of hexadecimal digits");
    }
  }

  private static byte[] eol(String name) throws ParameterException {
    String ending =
        switch (name) {
          case "", "none" -> "";
          case "cr" -> "\r";
          case "lf" -> "\n";
          case "crlf" -> "\r\n";
          default -> throw new ParameterException("eol", "must be one of none, cr, lf, crlf");
        };
    return ending.getBytes(StandardCharsets.US_ASCII);
  }

  private CommandResult send(byte[] bytes) throws InterruptedException, PortException {
    CommandResult failure = write(bytes);
    return failure == null ? CommandResult.ok(null, Map.of("offset", mark)) : failure;
  }

  /** Writes, and remembers where that was; null when it went well. */
  CommandResult write(byte[] bytes) throws InterruptedException, PortException {
    mark = log.end();
    int losses = log.losses();
    try {
      console.write(bytes, WRITE_LIMIT);
      return null;
    } catch (PortException e) {
      if (log.losses() == losses) {
        throw e;
      }
      return lost(e.hint(), Map.of("offset", mark));
    } catch (IOException e) {
      return CommandResult.failed(
          ErrorCode.DEADLINE,
          "The port took nothing for " + WRITE_LIMIT.toSeconds() + " s",
          "The device may hold it up by flow control (SERIAL_FLOW), or hang");
    }
  }

  private static CommandResult lost(String hint, Map<String, Object> data) {
    return new CommandResult(false, "The port was lost", ErrorCode.PORT_LOST, hint, data);
  }

  // --- Expecting ------------------------------------------------------------------------------

  private CommandResult expect(Command command)
      throws ParameterException, InterruptedException, PortException {
    Duration timeout = timeout(command);
    return answer(search(command, timeout), timeout);
  }

  /** Waits for what {@code pattern} and {@code from_offset} say. */
  Expectation.Result search(Command command, Duration timeout)
      throws ParameterException, InterruptedException, PortException {
    Expectation expectation = expectation("pattern", from(command), command.text("pattern"));
    console.port();
    return expectation.await(timeout);
  }

  private long from(Command command) throws ParameterException {
    String from = command.text("from_offset", null);
    if (from == null) {
      return mark < 0 ? log.end() : mark;
    }
    if (from.matches("\\d{1,18}")) {
      return Long.parseLong(from);
    }
    throw new ParameterException("from_offset", "must be an offset, 0 or more");
  }

  private CommandResult sendExpect(Command command)
      throws ParameterException, InterruptedException, PortException {
    String pattern = command.text("pattern");
    Duration timeout = timeout(command);
    byte[] bytes = data(command, "cr");
    Expectation expectation = expectation("pattern", log.end(), pattern);
    CommandResult failure = write(bytes);
    return failure == null ? answer(expectation.await(timeout), timeout) : failure;
  }

  /** Waits for patterns; one that is none is called by that name. */
  Expectation expectation(String param, long from, String... patterns) throws ParameterException {
    try {
      return new Expectation(log, from, patterns);
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          param,
          e.getIndex() < 0
              ? "repeats something more than 100,000 times"
              : "is no regular expression: see position " + e.getIndex());
    }
  }

  /** The offset of what comes next. */
  long now() {
    return log.end();
  }

  /** Where the line begins that the console shows now: what was before a gap is gone. */
  long shown() throws InterruptedException, PortException {
    try {
      long from = Math.max(log.newestGap(), log.end() - LONGEST_LINE);
      Output tail = log.read(from, LONGEST_LINE, Duration.ZERO);
      ByteBuffer bytes = tail.bytes();
      int begin = bytes.limit();
      while (begin > 0 && bytes.get(begin - 1) != '\n') {
        begin--;
      }
      return tail.offset() + begin;
    } catch (IOException e) {
      throw new PortException("The console is being closed", "Try again");
    }
  }

  CommandResult answer(Expectation.Result result, Duration timeout) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("output", result.output());
    data.put("match", result.match());
    data.put("groups", result.groups());
    data.put("offset", result.offset());
    data.put("missed", result.missed());
    return switch (result.end()) {
      case MATCHED -> new CommandResult(true, null, null, null, data);
      case TIMED_OUT ->
          new CommandResult(
              false,
              "The pattern did not appear within " + timeout.toMillis() + " ms",
              ErrorCode.DEADLINE,
              "output is what came instead",
              data);
      case TOO_COMPLEX ->
          new CommandResult(
              false,
              "The pattern takes too long to search for",
              ErrorCode.DEADLINE,
              "Avoid repetitions within repetitions, such as (a+)+",
              data);
      case LOST -> lost(status.current().hint(), data);
      case CLOSED ->
          new CommandResult(
              false, "The driver is being closed", ErrorCode.UNAVAILABLE, "Try again", data);
    };
  }

  static Duration timeout(Command command) throws ParameterException {
    return timeout(command, "timeout_ms");
  }

  static Duration timeout(Command command, String name) throws ParameterException {
    return Duration.ofMillis(command.integer(name, DEFAULT_TIMEOUT_MILLIS, 1, MAX_TIMEOUT_MILLIS));
  }

  long mark() {
    return mark;
  }

  private CommandResult clear() {
    mark = -1;
    return CommandResult.ok(null, Map.of("offset", log.end()));
  }

  // --- The line -------------------------------------------------------------------------------

  private CommandResult sendBreak(Command command)
      throws ParameterException, InterruptedException, IOException {
    int millis = command.integer("ms", 250, 1, MAX_BREAK_MILLIS);
    Port port = console.port();
    mark = log.end();
    port.setBreak(true);
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      port.setBreak(false);
    }
    return CommandResult.ok(null, Map.of("offset", mark));
  }

  private CommandResult setLines(Command command) throws ParameterException, IOException {
    Boolean dtr = flag(command, "dtr");
    Boolean rts = flag(command, "rts");
    if (dtr == null && rts == null) {
      throw new ParameterException("dtr", "or rts must be given");
    }
    console.setLines(dtr, rts);
    return CommandResult.ok(null, lines(console.port().lines()));
  }

  private static Boolean flag(Command command, String name) throws ParameterException {
    String value = command.text(name, null);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "true", "1", "on" -> true;
      case "false", "0", "off" -> false;
      default -> throw new ParameterException(name, "must be true or false");
    };
  }

  private static Map<String, Object> lines(ModemLines lines) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("dtr", lines.dtr());
    data.put("rts", lines.rts());
    data.put("cts", lines.cts());
    data.put("dsr", lines.dsr());
    data.put("ri", lines.ri());
    data.put("dcd", lines.dcd());
    return data;
  }

  private CommandResult setBaud(Command command) throws ParameterException, IOException {
    int baud = command.integer("baud", LineSettings.MIN_BAUD, LineSettings.MAX_BAUD);
    console.apply(console.settings().withBaud(baud));
    return CommandResult.ok(null, Map.of("baud", baud));
  }
}
