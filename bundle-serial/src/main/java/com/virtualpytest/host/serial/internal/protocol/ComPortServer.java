package com.virtualpytest.host.serial.internal.protocol;

import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.LineSettings.Flow;
import com.virtualpytest.host.serial.internal.port.LineSettings.Parity;
import com.virtualpytest.host.serial.internal.port.LineSettings.StopBits;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server's end of RFC 2217 for one client. Every request is answered with what is the case
 * afterwards, which is how a client learns that something was refused. For one thread, except that
 * {@link #lines}, {@link #mark} and {@link #owing} may come from others.
 */
public final class ComPortServer implements TelnetDecoder.Events {
  /**
   * What is told of a port without lines: nothing holds it up, so a client that waits for CTS, DSR
   * or DCD goes on.
   */
  private static final ModemLines NO_LINES = new ModemLines(true, true, true, true, false, true);

  private static final Set<Integer> OPTIONS =
      Set.of(Telnet.BINARY, Telnet.SUPPRESS_GO_AHEAD, Telnet.COM_PORT);

  /** The port, as this client may use it. Refusals are answered, not thrown. */
  public interface Target {
    LineSettings settings();

    /** Sets the line; without effect when the port or the client may not. */
    void apply(LineSettings next);

    /** Begins or ends a break. */
    void setBreak(boolean on);

    /** Whether a break is on, whoever began it. */
    boolean breaking();

    void setLines(Boolean dtr, Boolean rts);

    /** The lines; null when the port has none. */
    ModemLines lines();

    /** The client wants nothing for now, or again. */
    void suspend(boolean on);

    /** The client no longer wants what it has not got yet. */
    void discardOutput();
  }

  private final Target target;
  private final TelnetOptions.Sink sink;
  private final TelnetOptions options;
  private final TelnetDecoder decoder;
  private final String signature;
  private volatile int modemMask = 0xff;
  private volatile boolean comPort;
  private volatile boolean telnet;
  private volatile boolean answersMarks;
  private final AtomicLong markSent = new AtomicLong();
  private ModemLines told;

  public ComPortServer(
      Target target, TelnetDecoder decoder, TelnetOptions.Sink sink, String signature) {
    this.target = target;
    this.decoder = decoder;
    this.sink = sink;
    this.signature = signature;
    // echo is only offered, so that a person's telnet does not echo too; the device does it
    Set<Integer> weMay =
        Set.of(Telnet.BINARY, Telnet.SUPPRESS_GO_AHEAD, Telnet.COM_PORT, Telnet.ECHO);
    this.options = new TelnetOptions(weMay, OPTIONS, sink);
  }

  /** Greets the client. */
  public void start() throws IOException {
    options.offer(Telnet.SUPPRESS_GO_AHEAD);
    options.offer(Telnet.ECHO);
    options.offer(Telnet.BINARY);
    options.request(Telnet.BINARY);
    options.request(Telnet.COM_PORT);
  }

  /**
   * Asks a client that speaks telnet for a sign of life, unless it owes one. Its answer, whatever
   * it says, comes when it has taken all that it was sent before.
   *
   * @return whether it was asked
   */
  public boolean mark() throws IOException {
    boolean asked = telnet && markSent.compareAndSet(0, System.nanoTime() | 1);
    if (asked) {
      sink.send(Telnet.option(Telnet.DO, Telnet.TIMING_MARK));
    }
    return asked;
  }

  /** For how long a client that has answered before has owed a sign of life. */
  public Duration owing() {
    long sent = markSent.get();
    return answersMarks && sent != 0 ? Duration.ofNanos(System.nanoTime() - sent) : Duration.ZERO;
  }

  @Override
  public void option(int verb, int option) throws IOException {
    telnet = true;
    if (option == Telnet.TIMING_MARK && (verb == Telnet.WILL || verb == Telnet.WONT)) {
      answersMarks = true;
      markSent.set(0);
      return;
    }
    options.received(verb, option);
    decoder.binary(options.theyDo(Telnet.BINARY));
    if (options.theyDo(Telnet.COM_PORT)) {
      beginComPort();
    }
  }

  private void beginComPort() throws IOException {
    if (!comPort) {
      comPort = true;
      lines(target.lines());
    }
  }

  @Override
  public void command(int command) throws IOException {
    if (command == Telnet.AYT) {
      sink.send(new byte[] {(byte) Telnet.IAC, (byte) Telnet.NOP});
    }
  }

  /** Tells the client of changes of the lines; null when the port has none. */
  public synchronized void lines(ModemLines lines) throws IOException {
    ModemLines now = lines == null ? NO_LINES : lines;
    if (!comPort || now.equals(told)) {
      return;
    }
    int state = ComPort.modemState(now, told) & modemMask;
    told = now;
    if (modemMask != 0) {
      sink.send(ComPort.message(ComPort.SERVER + ComPort.NOTIFY_MODEMSTATE, state));
    }
  }

  @Override
  public void subnegotiation(int option, byte[] content) throws IOException {
    if (option != Telnet.COM_PORT || content.length == 0) {
      return;
    }
    beginComPort(); // python3-serial says no WILL when our DO comes before it has begun to speak
    int value = content.length > 1 ? content[1] & 0xff : 0;
    switch (content[0] & 0xff) {
      case ComPort.SIGNATURE -> signature(content);
      case ComPort.SET_BAUDRATE -> baud(content);
      case ComPort.SET_DATASIZE -> dataSize(value);
      case ComPort.SET_PARITY -> parity(value);
      case ComPort.SET_STOPSIZE -> stopSize(value);
      case ComPort.SET_CONTROL -> control(value);
      case ComPort.FLOWCONTROL_SUSPEND -> target.suspend(true);
      case ComPort.FLOWCONTROL_RESUME -> target.suspend(false);
      case ComPort.SET_LINESTATE_MASK -> answer(ComPort.SET_LINESTATE_MASK, value);
      case ComPort.SET_MODEMSTATE_MASK -> {
        modemMask = value;
        answer(ComPort.SET_MODEMSTATE_MASK, value);
      }
      case ComPort.PURGE_DATA -> purge(value);
      default -> {} // a later version of the protocol
    }
  }

  private void answer(int command, int value) throws IOException {
    sink.send(ComPort.message(ComPort.SERVER + command, value));
  }

  /** An empty one asks for ours. */
  private void signature(byte[] content) throws IOException {
    if (content.length == 1) {
      byte[] text = signature.getBytes(StandardCharsets.US_ASCII);
      sink.send(ComPort.textMessage(ComPort.SERVER + ComPort.SIGNATURE, text));
    }
  }

  private void baud(byte[] content) throws IOException {
    int wanted = content.length >= 5 ? ByteBuffer.wrap(content, 1, 4).getInt() : 0;
    if (wanted >= LineSettings.MIN_BAUD && wanted <= LineSettings.MAX_BAUD) {
      target.apply(target.settings().withBaud(wanted));
    }
    sink.send(ComPort.longMessage(ComPort.SERVER + ComPort.SET_BAUDRATE, target.settings().baud()));
  }

  private void dataSize(int value) throws IOException {
    if (value >= 5 && value <= 8) {
      target.apply(target.settings().withDataBits(value));
    }
    answer(ComPort.SET_DATASIZE, target.settings().dataBits());
  }

  private void parity(int value) throws IOException {
    Parity wanted = Parity.of(value);
    if (wanted != null) {
      target.apply(target.settings().withParity(wanted));
    }
    answer(ComPort.SET_PARITY, target.settings().parity().code());
  }

  private void stopSize(int value) throws IOException {
    StopBits wanted = StopBits.of(value);
    if (wanted != null) {
      target.apply(target.settings().withStopBits(wanted));
    }
    answer(ComPort.SET_STOPSIZE, target.settings().stopBits().code());
  }

  private void control(int value) throws IOException {
    switch (value) {
      case ComPort.FLOW_NONE, ComPort.FLOW_XONXOFF, ComPort.FLOW_HARDWARE ->
          target.apply(target.settings().withFlow(Flow.of(value)));
      case ComPort.BREAK_ON, ComPort.BREAK_OFF -> target.setBreak(value == ComPort.BREAK_ON);
      case ComPort.DTR_ON, ComPort.DTR_OFF -> target.setLines(value == ComPort.DTR_ON, null);
      case ComPort.RTS_ON, ComPort.RTS_OFF -> target.setLines(null, value == ComPort.RTS_ON);
      default -> {} // a question, or something that no port here can do
    }
    answer(ComPort.SET_CONTROL, controlNow(value));
  }

  private int controlNow(int asked) {
    ModemLines lines = target.lines();
    return switch (asked) {
      case ComPort.BREAK_QUERY, ComPort.BREAK_ON, ComPort.BREAK_OFF ->
          target.breaking() ? ComPort.BREAK_ON : ComPort.BREAK_OFF;
      // a port without lines says yes to what was asked: clients give up on a no
      case ComPort.DTR_QUERY, ComPort.DTR_ON, ComPort.DTR_OFF ->
          lines == null
              ? (asked == ComPort.DTR_OFF ? ComPort.DTR_OFF : ComPort.DTR_ON)
              : (lines.dtr() ? ComPort.DTR_ON : ComPort.DTR_OFF);
      case ComPort.RTS_QUERY, ComPort.RTS_ON, ComPort.RTS_OFF ->
          lines == null
              ? (asked == ComPort.RTS_OFF ? ComPort.RTS_OFF : ComPort.RTS_ON)
              : (lines.rts() ? ComPort.RTS_ON : ComPort.RTS_OFF);
      case ComPort.FLOW_IN_QUERY,
          ComPort.FLOW_IN_NONE,
          ComPort.FLOW_IN_XONXOFF,
          ComPort.FLOW_IN_HARDWARE ->
          ComPort.FLOW_IN_NONE - 1 + target.settings().flow().code();
      default -> target.settings().flow().code();
    };
  }

  private void purge(int value) throws IOException {
    if (value == ComPort.PURGE_RECEIVED || value == ComPort.PURGE_BOTH) {
      target.discardOutput();
    }
    answer(ComPort.PURGE_DATA, value);
  }
}
