package com.virtualpytest.host.simulators.tapo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * HTTP as plugs speak it: one request on each connection, and {@code Content-Length} is understood
 * only when it is written just so. Its port can be closed and opened again.
 */
final class PlugServer implements AutoCloseable {
  private static final int READ_MS = 30_000;
  private static final int MAX_BODY = 64 * 1024;

  private final InetAddress address;
  private final Function<Wire.Request, Wire.Response> handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "plug");
            thread.setDaemon(true);
            return thread;
          });

  // guarded by this
  private ServerSocket listening;
  private Future<?> accepting;

  PlugServer(InetAddress address, Function<Wire.Request, Wire.Response> handler) {
    this.address = address;
    this.handler = handler;
  }

  /** Opens the port; does nothing when it is open. */
  synchronized void listen(int port) throws IOException {
    if (listening != null) {
      return;
    }
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    listening = socket;
    accepting = threads.submit(() -> accept(socket));
  }

  synchronized int port() {
    return listening.getLocalPort();
  }

  /** Closes the port and breaks what is connected. */
  synchronized void shut() throws IOException {
    if (listening != null) {
      listening.close();
      listening = null;
      awaitEnd(accepting); // until then the port is still open
    }
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    shut();
    threads.shutdownNow();
  }

  private static void awaitEnd(Future<?> thread) throws IOException {
    try {
      thread.get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      return; // the port was closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(READ_MS);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      Wire.Request request = read(in);
      Wire.Response response = request == null ? null : handler.apply(request);
      if (response != null) {
        write(connection.getOutputStream(), response);
      }
    } catch (IOException e) {
      return; // the client or the test broke off
    } finally {
      open.remove(connection);
    }
  }

  private static Wire.Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", 3);
    if (first.length < 3 || !first[0].equals("POST")) {
      return null;
    }
    int length = 0;
    String cookie = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith("Content-Length: ")) {
        length = Math.min(MAX_BODY, Integer.parseInt(line.substring(16)));
      } else if (line.startsWith("Cookie: ")) {
        cookie = line.substring(8);
      }
    }
    String[] path = first[1].split("\\?", 2);
    String query = path.length == 2 ? path[1] : "";
    return new Wire.Request(path[0], query, cookie, in.readNBytes(length));
  }

  private static void write(OutputStream out, Wire.Response response) throws IOException {
    String head =
        "HTTP/1.1 %d Answer\r\nContent-Length: %d\r\nServer: SHIP 2.0\r\nConnection: close\r\n"
            .formatted(response.status(), response.body().length);
    String cookie = response.cookie() == null ? "" : "Set-Cookie: " + response.cookie() + "\r\n";
    byte[] bytes = (head + cookie + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    out.write(Crypto.join(bytes, response.body()));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("ended early");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
