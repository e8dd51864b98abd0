package com.virtualpytest.host.serial.internal.port;

import com.virtualpytest.host.serial.internal.protocol.ComPortClient;
import com.virtualpytest.host.serial.internal.protocol.Telnet;
import com.virtualpytest.host.serial.internal.protocol.TelnetDecoder;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A port behind a console server that speaks RFC 2217, such as ser2net. */
final class Rfc2217Port implements Port {
  private static final long NEGOTIATION_NANOS = 5_000_000_000L;
  private static final int PIECE = 16 * 1024;

  private final Socket socket;
  private final String name;
  private final TelnetDecoder decoder = new TelnetDecoder();
  private final ComPortClient client;
  private final Object writing = new Object();
  private byte[] early = {};
  private volatile LineSettings settings;
  private volatile boolean breaking;

  private Rfc2217Port(Socket socket, String name, LineSettings settings) {
    this.socket = socket;
    this.name = name;
    this.settings = settings;
    this.client = new ComPortClient(decoder, message -> send(message, 0, message.length));
  }

  static Rfc2217Port open(PortAddress.Rfc2217 address, LineSettings settings, AskedLines lines)
      throws PortException {
    String name = address.toString();
    Socket socket = NetPort.connect(name, address.host(), address.port());
    Rfc2217Port port = new Rfc2217Port(socket, name, settings);
    try {
      port.negotiate(lines);
      return port;
    } catch (PortException e) {
      port.close();
      throw e;
    } catch (IOException e) {
      port.close();
      throw new PortException(
          name + ": " + e.getMessage(), "Look at the settings that the server allows for the port");
    }
  }

  private void negotiate(AskedLines lines) throws IOException {
    NetPort.readShortly(socket, true, name); // else the last read outlasts what it is for
    client.start();
    long until = System.nanoTime() + NEGOTIATION_NANOS;
    while (!client.settled() && System.nanoTime() < until) {
      readEarly();
    }
    if (!client.agreed()) {
      throw new PortException(
          name + " does not speak RFC 2217", "Use tcp://, or switch RFC 2217 on at the server");
    }
    applyWhileReading(lines);
    NetPort.readShortly(socket, false, name);
  }

  /** The answers come through reading, which nobody does yet. */
  private void applyWhileReading(AskedLines lines) throws IOException {
    CompletableFuture<Void> applied = new CompletableFuture<>();
    Thread asking =
        new Thread(
            null,
            () -> {
              try {
                setUp(lines);
                applied.complete(null);
              } catch (IOException | RuntimeException e) {
                applied.completeExceptionally(e);
              }
            },
            "rfc2217-set-up",
            0,
            false);
    asking.setDaemon(true);
    asking.start();
    while (!applied.isDone()) {
      readEarly();
    }
    try {
      applied.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void setUp(AskedLines lines) throws IOException {
    client.askForLines();
    client.apply(settings);
    try {
      client.setLines(lines.dtr(), lines.rts());
    } catch (PortException e) {
      throw e;
    } catch (IOException e) {
      return; // the console is of use all the same, and lines() tells how they are
    }
  }

  /** What the device prints meanwhile is kept. */
  private void readEarly() throws IOException {
    byte[] buffer = new byte[PIECE];
    int raw = NetPort.read(socket, buffer, name);
    int data = decoder.decode(buffer, raw, client);
    int before = early.length;
    early = Arrays.copyOf(early, before + data);
    System.arraycopy(buffer, 0, early, before, data);
  }

  @Override
  public int read(byte[] buffer) throws PortException {
    if (early.length > 0) {
      int count = Math.min(early.length, buffer.length);
      System.arraycopy(early, 0, buffer, 0, count);
      early = Arrays.copyOfRange(early, count, early.length);
      return count;
    }
    int raw = NetPort.read(socket, buffer, name);
    try {
      return decoder.decode(buffer, raw, client);
    } catch (PortException e) {
      throw e;
    } catch (IOException e) {
      throw NetPort.gone(name);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    byte[] data = Arrays.copyOfRange(bytes, offset, offset + length);
    byte[] escaped = Telnet.escape(data, length);
    send(escaped, 0, escaped.length);
  }

  private void send(byte[] bytes, int offset, int length) throws PortException {
    synchronized (writing) {
      NetPort.write(socket, bytes, offset, length, name);
    }
  }

  @Override
  public LineSettings settings() {
    return settings;
  }

  @Override
  public void apply(LineSettings next) throws IOException {
    client.apply(next);
    settings = next;
  }

  @Override
  public void setBreak(boolean on) throws IOException {
    client.setBreak(on);
    breaking = on;
  }

  @Override
  public boolean breaking() {
    return breaking;
  }

  @Override
  public void setLines(Boolean dtr, Boolean rts) throws IOException {
    client.setLines(dtr, rts);
  }

  @Override
  public ModemLines lines() {
    return client.lines();
  }

  @Override
  public void close() {
    NetPort.closeQuietly(socket);
    client.end(); // what is asked from now on cannot be sent
  }
}
