package com.virtualpytest.host.serial.internal.export;

import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An RFC 2217 server for one console. Any number of clients (up to a limit) see the output; the
 * first that sends something has the keyboard until it leaves, and the line is set by who has it or
 * could have it. What others send is dropped, and their settings are answered with what is the
 * case.
 */
public final class ConsoleServer implements AutoCloseable {
  private static final int MAX_CLIENTS = 64;
  private static final long RETRY_MILLIS = 2000;
  private static final long WATCH_MILLIS = 250;
  private static final long JOIN_MILLIS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** A console to offer. For all threads. */
  public interface Exported {
    /** The offset of the byte that comes next. */
    long end();

    /** Reads output as {@code SerialController.read} does. */
    Output read(long from, int max, Duration wait) throws IOException, InterruptedException;

    /** The keyboard; null when somebody else has it. */
    Keyboard keyboard(String who, Runnable lost);

    LineSettings settings();

    void apply(LineSettings next) throws IOException;

    void setBreak(boolean on) throws IOException;

    boolean breaking() throws IOException;

    void setLines(Boolean dtr, Boolean rts) throws IOException;

    ModemLines lines() throws IOException;
  }

  private final String name;
  private final String bind;
  private final int port;
  private final Exported console;
  private final Consumer<String> problem;
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<ConsoleClient> clients = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private final Thread watcher;
  private volatile ServerSocket server;

  /**
   * @param problem is told what keeps the port from being opened, and null once it is open
   */
  public ConsoleServer(
      String name, String bind, int port, Exported console, Consumer<String> problem) {
    this(name, bind, port, console, problem, PATIENCE);
  }

  ConsoleServer(
      String name,
      String bind,
      int port,
      Exported console,
      Consumer<String> problem,
      Duration patience) {
    this.name = name;
    this.bind = bind;
    this.port = port;
    this.console = console;
    this.problem = problem;
    this.patience = patience;
    this.acceptor = thread(name + "-tcp", this::listen);
    this.watcher = thread(name + "-tcp-watch", this::watch);
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to listen; a port that is taken is tried again. */
  public void start() {
    acceptor.start();
    watcher.start();
  }

  /** Where it listens; 0 while it does not. */
  public int port() {
    ServerSocket open = server;
    return open == null ? 0 : open.getLocalPort();
  }

  private void listen() {
    while (closed.getCount() > 0) {
      try (ServerSocket open = new ServerSocket()) {
        open.setReuseAddress(true);
        open.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
        server = open;
        problem.accept(null);
        acceptAll(open);
      } catch (IOException e) {
        server = null;
        if (closed.getCount() > 0) {
          problem.accept("The console cannot be exported on " + bind + ":" + port);
        }
      }
      if (!waited(RETRY_MILLIS)) {
        return;
      }
    }
  }

  private void acceptAll(ServerSocket open) throws IOException {
    while (closed.getCount() > 0) {
      Socket socket = open.accept();
      if (clients.size() >= MAX_CLIENTS) {
        socket.close();
        continue;
      }
      ConsoleClient client = new ConsoleClient(name, socket, console, patience, clients::remove);
      clients.add(client);
      client.start();
      if (closed.getCount() == 0) {
        client.close(); // close() may not have seen it
      }
    }
  }

  /** Tells clients of changed lines, and drops those that take nothing. */
  private void watch() {
    while (waited(WATCH_MILLIS)) {
      if (!clients.isEmpty()) {
        ModemLines lines = lines();
        clients.forEach(client -> client.watch(lines));
      }
    }
  }

  private ModemLines lines() {
    try {
      return console.lines();
    } catch (IOException e) {
      return null; // none, or the port is not open
    }
  }

  private boolean waited(long millis) {
    try {
      return !closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends all connections; clients see an orderly end. */
  @Override
  public void close() {
    closed.countDown();
    ServerSocket open = server;
    try {
      if (open != null) {
        open.close();
      }
      clients.forEach(ConsoleClient::close);
      acceptor.join(JOIN_MILLIS);
      watcher.join(JOIN_MILLIS);
    } catch (IOException e) {
      acceptor.interrupt(); // it ends with the next look at the latch
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
