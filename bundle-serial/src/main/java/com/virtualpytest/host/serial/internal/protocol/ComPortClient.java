package com.virtualpytest.host.serial.internal.protocol;

import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import com.virtualpytest.host.serial.internal.port.PortException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client's end of RFC 2217. One thread hands in what comes from the server; requests come from
 * others, one at a time, and wait for the server's word on what is the case now.
 */
public final class ComPortClient implements TelnetDecoder.Events {
  private static final Set<Integer> OPTIONS =
      Set.of(Telnet.BINARY, Telnet.SUPPRESS_GO_AHEAD, Telnet.COM_PORT);

  private static final long ANSWER_SECONDS = 5;

  private final TelnetOptions.Sink sink;
  private final TelnetOptions options;
  private final TelnetDecoder decoder;
  private final Map<Integer, CompletableFuture<byte[]>> awaited = new ConcurrentHashMap<>();
  private volatile int modemState;
  private volatile Boolean dtr;
  private volatile Boolean rts;

  public ComPortClient(TelnetDecoder decoder, TelnetOptions.Sink sink) {
    this.decoder = decoder;
    this.sink = sink;
    Set<Integer> theyMay =
        Set.of(Telnet.BINARY, Telnet.SUPPRESS_GO_AHEAD, Telnet.COM_PORT, Telnet.ECHO);
    this.options = new TelnetOptions(OPTIONS, theyMay, sink);
  }

  /** Begins the negotiation. */
  public void start() throws IOException {
    options.offer(Telnet.BINARY);
    options.request(Telnet.BINARY);
    options.offer(Telnet.SUPPRESS_GO_AHEAD);
    options.request(Telnet.SUPPRESS_GO_AHEAD);
    options.offer(Telnet.COM_PORT);
  }

  /** True once the server has said whether it knows the option. */
  public boolean settled() {
    return options.weSettled(Telnet.COM_PORT);
  }

  /** True when the server knows the option. */
  public boolean agreed() {
    return options.weDo(Telnet.COM_PORT);
  }

  @Override
  public void option(int verb, int option) throws IOException {
    options.received(verb, option);
    decoder.binary(options.theyDo(Telnet.BINARY));
  }

  @Override
  public void subnegotiation(int option, byte[] content) {
    if (option != Telnet.COM_PORT || content.length < 1) {
      return;
    }
    int command = content[0] & 0xff;
    if (command == ComPort.SERVER + ComPort.NOTIFY_MODEMSTATE && content.length > 1) {
      modemState = content[1] & 0xff;
      return;
    }
    if (command == ComPort.SERVER + ComPort.SET_CONTROL && content.length > 1) {
      told(content[1] & 0xff);
    }
    CompletableFuture<byte[]> answer = awaited.remove(command);
    if (answer != null) {
      answer.complete(content);
    }
  }

  private void told(int control) {
    switch (control) {
      case ComPort.DTR_ON, ComPort.DTR_OFF -> dtr = control == ComPort.DTR_ON;
      case ComPort.RTS_ON, ComPort.RTS_OFF -> rts = control == ComPort.RTS_ON;
      default -> {}
    }
  }

  /**
   * Asks how our lines are. Not waited for: there are servers that do not answer it. Those that do
   * answer in order, so that no answer to this is taken for one to what is asked later.
   */
  public synchronized void askForLines() throws IOException {
    sink.send(ComPort.message(ComPort.SET_CONTROL, ComPort.DTR_QUERY));
    sink.send(ComPort.message(ComPort.SET_CONTROL, ComPort.RTS_QUERY));
  }

  /**
   * Sets the line and waits for the server's agreement.
   *
   * @throws SocketTimeoutException it says nothing
   * @throws PortException the port is closed meanwhile
   * @throws IOException it says something else
   */
  public synchronized void apply(LineSettings next) throws IOException {
    byte[] baud = ask(ComPort.SET_BAUDRATE, ComPort.longMessage(ComPort.SET_BAUDRATE, next.baud()));
    if (baud.length < 5 || ByteBuffer.wrap(baud, 1, 4).getInt() != next.baud()) {
      throw refused("the baud rate");
    }
    set(ComPort.SET_DATASIZE, next.dataBits(), "the number of data bits");
    set(ComPort.SET_PARITY, next.parity().code(), "the parity");
    set(ComPort.SET_STOPSIZE, next.stopBits().code(), "the number of stop bits");
    set(ComPort.SET_CONTROL, next.flow().code(), "the flow control");
  }

  /** Begins or ends a break. */
  public synchronized void setBreak(boolean on) throws IOException {
    set(ComPort.SET_CONTROL, on ? ComPort.BREAK_ON : ComPort.BREAK_OFF, "a break");
  }

  /** Sets our lines; null leaves one as it is. */
  public synchronized void setLines(Boolean nextDtr, Boolean nextRts) throws IOException {
    if (nextDtr != null) {
      set(ComPort.SET_CONTROL, nextDtr ? ComPort.DTR_ON : ComPort.DTR_OFF, "DTR");
    }
    if (nextRts != null) {
      set(ComPort.SET_CONTROL, nextRts ? ComPort.RTS_ON : ComPort.RTS_OFF, "RTS");
    }
  }

  /** There will be no more answers: who waits for one learns it. The connection is closed. */
  public void end() {
    IOException closed = new IOException("closed");
    awaited.values().forEach(answer -> answer.completeExceptionally(closed));
  }

  /** The lines as the server last told. */
  public ModemLines lines() {
    return ComPort.lines(modemState, dtr, rts);
  }

  private void set(int command, int value, String what) throws IOException {
    byte[] answer = ask(command, ComPort.message(command, value));
    if (answer.length < 2 || (answer[1] & 0xff) != value) {
      throw refused(what);
    }
  }

  private static IOException refused(String what) {
    return new IOException("the console server refused " + what);
  }

  private byte[] ask(int command, byte[] message) throws IOException {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    awaited.put(ComPort.SERVER + command, answer);
    try {
      sink.send(message);
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("the console server did not answer");
    } catch (ExecutionException e) {
      throw new PortException("The console server has gone", "Look whether it runs");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      awaited.remove(ComPort.SERVER + command, answer);
    }
  }
}
