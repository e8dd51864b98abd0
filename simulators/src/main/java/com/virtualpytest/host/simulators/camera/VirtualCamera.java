package com.virtualpytest.host.simulators.camera;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.virtualpytest.host.simulators.control.ControlServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * A network camera on loopback: JPEGs of 320x180, 25 a second, one after the other over HTTP
 * ({@code multipart/x-mixed-replace}), for those who know its password if it has one. A white bar
 * moves over red. It can be unplugged, and it can freeze: then it takes connections and sends
 * nothing. Safe for all threads.
 */
public final class VirtualCamera implements AutoCloseable, ControlServer.Controls {
  /** Whose password is asked for. */
  public static final String USER = "camera";

  private static final int PICTURE_MILLIS = 40;
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;
  private static final int STEP = 16;

  private final ExecutorService threads = Executors.newCachedThreadPool(VirtualCamera::thread);
  private final List<byte[]> film = new ArrayList<>();
  private final String password;
  private volatile boolean frozen;

  // guarded by this
  private HttpServer server;
  private CountDownLatch unplugged;
  private int port;

  /**
   * One that is plugged in.
   *
   * @param port 0 for any free one, which it keeps
   * @param password null when everybody may look
   * @throws IOException the port is taken
   */
  public VirtualCamera(int port, String password) throws IOException {
    this.port = port;
    this.password = password;
    for (int x = 0; x < WIDTH; x += STEP) {
      film.add(picture(x));
    }
    plug();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "camera");
    thread.setDaemon(true);
    return thread;
  }

  /** The address, with name and password. */
  public synchronized String address() {
    String who = password == null ? "" : USER + ":" + password + "@";
    return "http://" + who + "127.0.0.1:" + port + "/video";
  }

  /**
   * Answers from now on. Idempotent.
   *
   * @throws IOException the port is taken
   */
  public synchronized void plug() throws IOException {
    if (server != null) {
      return;
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    server.setExecutor(threads);
    CountDownLatch end = new CountDownLatch(1);
    unplugged = end;
    HttpContext video = server.createContext("/video", exchange -> show(exchange, end));
    if (password != null) {
      video.setAuthenticator(
          new BasicAuthenticator("camera") {
            @Override
            public boolean checkCredentials(String user, String given) {
              return user.equals(USER) && given.equals(password);
            }
          });
    }
    server.start();
  }

  /** Cuts all connections and refuses new ones. Idempotent. */
  public synchronized void unplug() {
    if (server != null) {
      unplugged.countDown();
      server.stop(0);
      server = null;
    }
  }

  /** Whether it sends nothing although it is connected. */
  public void freeze(boolean still) {
    frozen = still;
  }

  @Override
  public synchronized String state() {
    return "plugged=" + (server != null) + "\nfrozen=" + frozen;
  }

  @Override
  public String control(String verb, Map<String, String> parameters) {
    try {
      switch (verb) {
        case "plug" -> plug();
        case "unplug" -> unplug();
        case "freeze" -> freeze(true);
        case "clear" -> {
          freeze(false);
          plug();
        }
        default -> throw new IllegalArgumentException("plug, unplug, freeze or clear");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(verb + ": the port is taken", e);
    }
    return state();
  }

  private void show(HttpExchange exchange, CountDownLatch end) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=part");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; !end.await(PICTURE_MILLIS, TimeUnit.MILLISECONDS); i++) {
        if (!frozen) {
          send(film.get(i % film.size()), out);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(byte[] jpeg, OutputStream out) throws IOException {
    String head =
        "--part\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(jpeg);
    out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static byte[] picture(int x) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(x, 40, 40, 100);
    graphics.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  @Override
  public void close() {
    unplug();
    threads.shutdownNow();
  }
}
