package com.virtualpytest.host.simulators.board;

import com.virtualpytest.host.simulators.control.ControlServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A board with a serial console: it boots, asks for a login ({@code root}, {@code board}), has a
 * shell with a few commands, panics, bursts, and can be unplugged. In loopback mode it sends back
 * what it gets, byte for byte.
 */
public final class VirtualBoard implements AutoCloseable, ControlServer.Controls {
  /** Who may log in. */
  public static final String USER = "root";

  /** That user's password. */
  public static final String PASSWORD = "board";

  private static final int PIECE = 64 * 1024;
  private static final byte[] UNPLUGGED = {};

  private final Path link;
  private final long bootLineMillis;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private PseudoTerminal terminal; // guarded by this
  private BoardShell shell; // guarded by this
  private volatile boolean loopback;
  private volatile long byteMillis;
  private volatile String refusal = "Login incorrect\r\n" + BoardShell.LOGIN;
  private volatile String greeting = "Welcome to the virtual board";

  /**
   * Plugs it in and boots.
   *
   * @param link where the console appears
   * @param bootLineMillis the pause between two lines of the boot
   * @throws IOException the console cannot be made
   */
  public VirtualBoard(Path link, long bootLineMillis) throws IOException {
    this.link = link;
    this.bootLineMillis = bootLineMillis;
    plug();
  }

  /** A board that boots at once. */
  public VirtualBoard(Path link) throws IOException {
    this(link, 0);
  }

  /** Where the console is. */
  public Path link() {
    return link;
  }

  /** Plugs the console's adapter in; without effect when it is. The board boots. */
  public synchronized void plug() throws IOException {
    if (terminal != null) {
      return;
    }
    PseudoTerminal next = new PseudoTerminal(link);
    BlockingQueue<byte[]> typed = new LinkedBlockingQueue<>();
    BoardShell its = new BoardShell(this, bootLineMillis, typed::size);
    terminal = next;
    shell = its;
    start("board", () -> serve(its, typed));
    start("board-input", () -> receive(next, typed));
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Pulls it out. */
  public synchronized void unplug() throws IOException {
    if (terminal != null) {
      terminal.close();
      terminal = null;
      shell = null;
    }
  }

  private void serve(BoardShell itsShell, BlockingQueue<byte[]> typed) {
    try {
      itsShell.boot();
      for (byte[] piece = typed.take(); piece.length > 0; piece = typed.take()) {
        if (loopback) {
          write(piece, piece.length);
        } else {
          itsShell.typed(piece, piece.length);
        }
      }
    } catch (IOException | InterruptedException e) {
      return; // unplugged
    }
  }

  /**
   * Takes what comes, whatever the board is doing: socat has one thread for both ways, so a board
   * that printed while nobody read what it was sent would wait for ever.
   */
  private void receive(PseudoTerminal its, BlockingQueue<byte[]> typed) {
    byte[] buffer = new byte[PIECE];
    try {
      InputStream in = its.input();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        received.addAndGet(count);
        typed.add(Arrays.copyOf(buffer, count));
      }
    } catch (IOException e) {
      // unplugged: that is told below
    }
    typed.add(UNPLUGGED);
  }

  /** Prints. Blocks while the host takes nothing, as a UART does with flow control. */
  void write(byte[] bytes, int count) throws IOException {
    OutputStream out;
    synchronized (this) {
      if (terminal == null) {
        throw new IOException("unplugged");
      }
      out = terminal.output();
    }
    long pause = byteMillis;
    for (int done = 0; done < count; ) {
      int piece = pause > 0 ? 1 : count;
      out.write(bytes, done, piece);
      out.flush();
      done += piece;
      sent.addAndGet(piece);
      pause(pause);
    }
  }

  static void pause(long millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Prints one byte at a time from now on, with a pause after each; 0 for at once. */
  public void byteMillis(long pause) {
    byteMillis = pause;
  }

  /** What it says to who has logged in. */
  public void greeting(String text) {
    greeting = text;
  }

  /** What it says to who has given a wrong name or password. */
  public void refusal(String text) {
    refusal = text;
  }

  String refusal() {
    return refusal;
  }

  String greeting() {
    return greeting;
  }

  /** Sends back what comes from now on, or has a shell again. */
  public void loopback(boolean on) {
    loopback = on;
  }

  /** Prints the same bytes for the same seed. */
  public void burst(long bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] piece = new byte[PIECE];
    for (long left = bytes; left > 0; left -= piece.length) {
      random.nextBytes(piece);
      write(piece, (int) Math.min(left, piece.length));
    }
  }

  /** Stops with a kernel panic and does nothing more until it is rebooted. */
  public void panic() throws IOException {
    its().panic();
  }

  /** Boots. */
  public void reboot() throws IOException {
    its().boot();
  }

  private synchronized BoardShell its() throws IOException {
    if (shell == null) {
      throw new IOException("unplugged");
    }
    return shell;
  }

  /** How many bytes it got so far. */
  public long received() {
    return received.get();
  }

  @Override
  public String state() {
    boolean plugged;
    synchronized (this) {
      plugged = terminal != null;
    }
    return "link=%s%nplugged=%s%nloopback=%s%nreceived=%d%nsent=%d"
        .formatted(link, plugged, loopback, received.get(), sent.get());
  }

  @Override
  public String control(String verb, Map<String, String> parameters) {
    try {
      switch (verb) {
        case "unplug" -> unplug();
        case "plug" -> plug();
        case "panic" -> panic();
        case "reboot" -> reboot();
        case "loopback" -> loopback(!"off".equals(parameters.get("mode")));
        case "burst" ->
            startBurst(number(parameters, "bytes", 1 << 20), number(parameters, "seed", 1));
        default ->
            throw new IllegalArgumentException(
                "unplug, plug, panic, reboot, loopback?mode=on|off, burst?bytes=N&seed=N");
      }
      return verb + " done";
    } catch (IOException e) {
      throw new IllegalArgumentException(verb + ": the board is unplugged", e);
    }
  }

  private static long number(Map<String, String> parameters, String name, long fallback) {
    return Long.parseLong(parameters.getOrDefault(name, Long.toString(fallback)));
  }

  private void startBurst(long bytes, long seed) {
    start(
        "burst",
        () -> {
          try {
            burst(bytes, seed);
          } catch (IOException e) {
            return; // unplugged meanwhile
          }
        });
  }

  @Override
  public void close() {
    try {
      unplug();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
