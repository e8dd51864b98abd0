package com.virtualpytest.host.adb.internal;

import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's adb server on a port of its own. */
public final class AdbServerProgram implements AutoCloseable {
  private final Path home;
  private final int port;
  private Process process;

  private AdbServerProgram(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** Starts one; it answers when this returns. */
  public static AdbServerProgram start(Path home) throws IOException {
    AdbServerProgram server = new AdbServerProgram(home, freePort());
    server.start();
    return server;
  }

  /** A port that is free now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  public AdbClient client() {
    return new AdbClient("127.0.0.1", port);
  }

  /** Starts it again after {@link #kill}. */
  public void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("adb", "-P", Integer.toString(port), "nodaemon", "server");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("ADB_LOCAL_TRANSPORT_MAX_PORT", "5553");
    builder.redirectErrorStream(true).redirectOutput(home.resolve("adb.log").toFile());
    process = builder.start();
    await("the adb server answers").atMost(Duration.ofSeconds(30)).until(this::answers);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As with {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
  }

  /** Sends a signal, {@code STOP} or {@code CONT} for example. */
  public void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    if (new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor() != 0) {
      throw new IOException("no signal " + name);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean answers() throws InterruptedException {
    try {
      return client().version(Deadline.in(Duration.ofSeconds(5))) > 0;
    } catch (AdbException e) {
      return false; // it does not listen yet
    }
  }
}
