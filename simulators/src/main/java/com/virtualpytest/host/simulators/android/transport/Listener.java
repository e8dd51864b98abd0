package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.Profile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where adb servers connect. While it is closed the port stays reserved but refuses, so that it can
 * be opened again.
 */
public final class Listener implements AutoCloseable {

  /** Makes a link of a connection. */
  interface Links {
    Link of(Socket socket) throws IOException;
  }

  private final Links factory;
  private final ExecutorService threads;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Services services;
  private final int port;
  private ServerSocket server;
  private CountDownLatch accepting = new CountDownLatch(0);
  private Socket reservation;

  /**
   * Listens at once, on loopback.
   *
   * @throws IOException the port is taken
   */
  public Listener(int port, Profile profile, Faults faults, Services services) throws IOException {
    this.services = services;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "android-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.factory = socket -> new Link(socket, profile, faults, services, threads);
    this.server = bind(port);
    this.port = server.getLocalPort();
    accept(server);
  }

  /** Where it listens, or will again. */
  public int port() {
    return port;
  }

  /** Refuses connections from now on, and ends those that are there. */
  public synchronized void refuse() throws IOException {
    if (server != null) {
      stopListening();
      server = null;
      reservation = new Socket();
      reservation.setReuseAddress(true);
      reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    drop();
  }

  /** Accepts connections again. */
  public synchronized void accept() throws IOException {
    if (server == null && !threads.isShutdown()) {
      reservation.close();
      server = bind(port);
      accept(server);
    }
  }

  /** Ends the connections that are there. */
  public void drop() {
    links.forEach(Link::close);
  }

  /** The owner has allowed the host. */
  public void allow() throws IOException {
    for (Link link : links) {
      link.allowed();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (server != null) {
      stopListening();
    }
    if (reservation != null) {
      reservation.close();
    }
    drop();
    threads.shutdownNow();
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  /** Linux keeps the port in use until the thread is out of its accept. */
  private void stopListening() throws IOException {
    server.close();
    try {
      accepting.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the port was closed");
    }
  }

  private void accept(ServerSocket socket) {
    CountDownLatch ended = new CountDownLatch(1);
    accepting = ended;
    threads.execute(
        () -> {
          while (!socket.isClosed()) {
            try {
              begin(socket.accept());
            } catch (IOException | RejectedExecutionException e) {
              services.log("adbd", "accepting: " + e.getMessage());
            }
          }
          ended.countDown();
        });
  }

  private void begin(Socket socket) throws IOException {
    Link link = factory.of(socket);
    links.add(link);
    threads.execute(
        () -> {
          try {
            link.run();
          } finally {
            links.remove(link);
          }
        });
  }
}
