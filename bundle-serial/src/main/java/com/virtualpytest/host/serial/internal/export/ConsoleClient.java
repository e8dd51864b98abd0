package com.virtualpytest.host.serial.internal.export;

import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import com.virtualpytest.host.serial.internal.protocol.ComPortServer;
import com.virtualpytest.host.serial.internal.protocol.Telnet;
import com.virtualpytest.host.serial.internal.protocol.TelnetDecoder;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/** One client of the TCP export: a thread that listens to it and one that sends it the output. */
final class ConsoleClient implements AutoCloseable, ComPortServer.Target {
  private static final String SIGNATURE = "device-host serial console";
  private static final int PIECE = 64 * 1024;
  private static final Duration WAIT = Duration.ofMillis(500);

  /** What may be on its way to a client: one that takes 10 kB/s has it before patience ends. */
  private static final int SEND_BUFFER = 256 * 1024;

  private final Socket socket;
  private final ConsoleServer.Exported console;
  private final Consumer<ConsoleClient> whenGone;
  private final Duration patience;
  private final TelnetDecoder decoder = new TelnetDecoder();
  private final ComPortServer protocol;
  private final AtomicBoolean gone = new AtomicBoolean();
  private final AtomicBoolean breaks = new AtomicBoolean();
  private final AtomicLong sendingSince = new AtomicLong();
  private final AtomicLong heard = new AtomicLong(System.nanoTime());
  private final Object sending = new Object();
  private final Object flow = new Object();
  private final Thread in;
  private final Thread out;
  private final String who;
  private final long begin;
  private boolean suspended; // guarded by flow
  private volatile long skipTo;
  private volatile ModemLines lines;
  private volatile Keyboard keyboard;

  /**
   * @param patience how long it may take nothing, or owe a sign of life
   */
  ConsoleClient(
      String name,
      Socket socket,
      ConsoleServer.Exported console,
      Duration patience,
      Consumer<ConsoleClient> gone) {
    this.socket = socket;
    this.console = console;
    this.patience = patience;
    this.whenGone = gone;
    this.begin = console.end();
    this.lines = lines();
    this.who = "TCP client " + socket.getRemoteSocketAddress().toString().substring(1);
    this.protocol = new ComPortServer(this, decoder, this::send, SIGNATURE);
    this.in = ConsoleServer.thread(name + "-tcp-in", this::listen);
    this.out = ConsoleServer.thread(name + "-tcp-out", this::pump);
  }

  void start() {
    in.start();
    out.start();
  }

  // --- From the client --------------------------------------------------------------------------

  private void listen() {
    byte[] buffer = new byte[PIECE];
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 20);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
      protocol.start();
      int count = socket.getInputStream().read(buffer);
      while (count >= 0) {
        heard.set(System.nanoTime());
        type(buffer, decoder.decode(buffer, count, protocol));
        count = socket.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      return; // the client has gone, which is how clients leave
    } finally {
      endBreak(); // it may have begun while another thread closed
      close();
      closeKeyboard(); // taken while another thread closed
    }
  }

  /** What cannot be typed is dropped: somebody else has the keyboard, or the port is not open. */
  private void type(byte[] bytes, int count) {
    Keyboard mine = count == 0 ? null : takeKeyboard();
    if (mine == null) {
      return;
    }
    try {
      mine.type(ByteBuffer.wrap(bytes, 0, count));
    } catch (IOException e) {
      mine.close();
      keyboard = null; // taken over, or no port: asked for again with the next byte
    }
  }

  /** The keyboard; null while somebody else has it. */
  private Keyboard takeKeyboard() {
    Keyboard mine = keyboard;
    if (mine == null) {
      mine = console.keyboard(who, () -> keyboard = null);
      keyboard = mine;
    }
    return mine;
  }

  // --- To the client ----------------------------------------------------------------------------

  private void pump() {
    long next = begin;
    Duration interval = patience.dividedBy(4);
    long marked = System.nanoTime() - interval.toNanos();
    try {
      while (!gone.get()) {
        if (flows()) {
          next = pass(Math.max(next, skipTo));
        }
        protocol.lines(lines);
        if (isOver(interval, marked) && protocol.mark()) {
          marked = System.nanoTime();
        }
      }
    } catch (IOException e) {
      return; // the client or the console has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private static boolean isOver(Duration limit, long since) {
    return System.nanoTime() - since > limit.toNanos();
  }

  /** False when the client wants nothing for now, after a moment. */
  private boolean flows() throws InterruptedException {
    long since = System.nanoTime();
    synchronized (flow) {
      while (suspended && !isOver(WAIT, since)) {
        flow.wait(WAIT.toMillis());
      }
      return !suspended;
    }
  }

  /** Sends output when there is some, and gives the offset to go on from. */
  private long pass(long from) throws IOException, InterruptedException {
    Output output = console.read(from, PIECE, WAIT);
    ByteBuffer bytes = output.bytes();
    if (bytes.hasRemaining()) {
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      send(Telnet.escape(piece, piece.length));
    }
    return output.next();
  }

  private void send(byte[] bytes) throws IOException {
    synchronized (sending) {
      sendingSince.set(System.nanoTime() | 1);
      try {
        socket.getOutputStream().write(bytes);
      } finally {
        sendingSince.set(0);
      }
    }
  }

  /**
   * Notes the lines, which the client's own thread sends: it may be held up. Ends the break of one
   * that has lost the keyboard. Drops a client that takes nothing or is silent. Keep-alive alone
   * does not tell: it waits for as long as something that was sent is not acknowledged, a quarter
   * of an hour.
   */
  void watch(ModemLines now) {
    lines = now;
    if (keyboard == null) {
      endBreak();
    }
    long since = sendingSince.get();
    boolean stalled = since != 0 && isOver(patience, since);
    boolean silent = protocol.owing().compareTo(patience) > 0 && isOver(patience, heard.get());
    if (stalled || silent) {
      close();
    }
  }

  @Override
  public void close() {
    if (!gone.compareAndSet(false, true)) {
      return;
    }
    whenGone.accept(this);
    endBreak();
    closeKeyboard();
    try {
      socket.close();
    } catch (IOException e) {
      return; // the system has it back either way
    } finally {
      out.interrupt();
    }
  }

  private void closeKeyboard() {
    Keyboard mine = keyboard;
    if (mine != null) {
      mine.close();
    }
  }

  // --- What the client may do with the port -----------------------------------------------------

  @Override
  public LineSettings settings() {
    return console.settings();
  }

  /** Clients set all that they can when they connect: what is so already takes no keyboard. */
  @Override
  public void apply(LineSettings next) {
    if (!next.equals(settings())) {
      doIfAllowed(() -> console.apply(next));
    }
  }

  @Override
  public void setBreak(boolean on) {
    if (on != breaking()) {
      doIfAllowed(
          () -> {
            breaks.set(true); // even when the answer to it gets lost
            console.setBreak(on);
            breaks.set(on);
          });
    }
  }

  @Override
  public boolean breaking() {
    try {
      return console.breaking();
    } catch (IOException e) {
      return false; // the port is not open
    }
  }

  /** Ends a break that this client has begun: nobody else would. */
  private void endBreak() {
    if (breaks.compareAndSet(true, false)) {
      try {
        console.setBreak(false);
      } catch (IOException e) {
        return; // the port is not open, so there is no break either
      }
    }
  }

  @Override
  public void setLines(Boolean dtr, Boolean rts) {
    ModemLines now = lines();
    boolean same =
        now == null
            || ((dtr == null || dtr.equals(now.dtr())) && (rts == null || rts.equals(now.rts())));
    if (!same) {
      doIfAllowed(() -> console.setLines(dtr, rts));
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Who watches while somebody else types changes nothing. The answer shows what is the case. */
  private void doIfAllowed(Change change) {
    if (takeKeyboard() != null) {
      try {
        change.make();
      } catch (IOException e) {
        return; // the port does not do that, or is not open
      }
    }
  }

  @Override
  public ModemLines lines() {
    try {
      return console.lines();
    } catch (IOException e) {
      return null; // none, or the port is not open
    }
  }

  @Override
  public void suspend(boolean on) {
    synchronized (flow) {
      suspended = on;
      flow.notifyAll();
    }
  }

  @Override
  public void discardOutput() {
    skipTo = console.end();
  }
}
