package com.virtualpytest.host.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** An adb server that somebody else has started. */
final class ForeignAdb implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final int port;

  /** Starts Debian's, with its key below {@code home}; it takes connections when this returns. */
  ForeignAdb(Path home, int port) throws IOException {
    this.port = port;
    ProcessBuilder builder =
        new ProcessBuilder("adb", "-P", Integer.toString(port), "nodaemon", "server");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("ADB_LOCAL_TRANSPORT_MAX_PORT", "5553");
    builder.redirectErrorStream(true).redirectOutput(home.resolve("foreign-adb.log").toFile());
    process = builder.start();
    await("the foreign adb server listens").atMost(PATIENCE).until(this::listens);
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As with {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    await("the foreign adb server has ended").atMost(PATIENCE).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    kill();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
