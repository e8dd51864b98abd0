package com.virtualpytest.host.camera.internal;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * A network camera of the test: small JPEGs one after the other over HTTP, for those who know its
 * password. It can be unplugged, and it can freeze: then it takes connections and sends nothing.
 */
final class NetworkCamera implements AutoCloseable {
  private static final int PICTURE_MILLIS = 40;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 36;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<byte[]> film = new ArrayList<>();
  private final String password;
  private HttpServer server;
  private CountDownLatch unplugged;
  private int port;
  private volatile boolean frozen;

  /**
   * One that is plugged in, on a free port of loopback, and on the same again after it was away.
   */
  NetworkCamera(String password) throws IOException {
    this.password = password;
    for (int x = 0; x < WIDTH; x += 4) {
      film.add(picture(x));
    }
    plug();
  }

  /** The address with name and password. */
  String address() {
    return "http://me:" + password + "@127.0.0.1:" + port + "/video";
  }

  /** Answers from now on. Idempotent. */
  void plug() throws IOException {
    if (server != null) {
      return;
    }
    unplugged = new CountDownLatch(1);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    server.setExecutor(threads);
    CountDownLatch end = unplugged;
    server
        .createContext("/video", exchange -> show(exchange, end))
        .setAuthenticator(
            new BasicAuthenticator("camera") {
              @Override
              public boolean checkCredentials(String user, String given) {
                return user.equals("me") && given.equals(password);
              }
            });
    server.start();
  }

  /** Cuts all connections and refuses new ones. Idempotent. */
  void unplug() {
    if (server != null) {
      unplugged.countDown();
      server.stop(0);
      server = null;
    }
  }

  /** Whether it sends nothing although it is connected. */
  void freeze(boolean still) {
    frozen = still;
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
    graphics.fillRect(x, 0, WIDTH / 4, HEIGHT);
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
