package com.virtualpytest.host.simulators.android;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server of the installed adb, of its own port and home, and its command line. */
final class AdbServer implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(30);

  /** What a command answered; {@code bytes} is its standard output. */
  static final class Answer {
    private final int code;
    private final byte[] out;
    private final String err;

    Answer(int code, byte[] out, String err) {
      this.code = code;
      this.out = out;
      this.err = err;
    }

    int code() {
      return code;
    }

    byte[] bytes() {
      return out;
    }

    String out() {
      return new String(out, StandardCharsets.UTF_8);
    }

    String err() {
      return err;
    }
  }

  private final Path home;
  private final int port;
  private final Process server;

  AdbServer(Path home) throws IOException {
    this.home = home;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.server =
        builder(List.of("nodaemon", "server"))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("server.log").toFile())
            .start();
    Awaitility.await().atMost(LONG).until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Connects, and waits until the device is there. */
  String connect(VirtualAndroid device) {
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> {
              run("connect", device.serial());
              return state(device).equals("device");
            });
    return device.serial();
  }

  /** As {@code adb devices} shows it; "" if it does not. */
  String state(VirtualAndroid device) {
    return run("devices")
        .out()
        .lines()
        .filter(line -> line.startsWith(device.serial() + "\t"))
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .findFirst()
        .orElse("");
  }

  /** Runs {@code adb …} to its end; what does not end is killed. */
  Answer run(String... arguments) {
    Process process = start(arguments);
    CompletableFuture.delayedExecutor(LONG.toSeconds(), TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    try {
      process.getOutputStream().close();
      // Nothing that is tested writes so much there that it would wait for a reader.
      byte[] out = process.getInputStream().readAllBytes();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts {@code adb …}. */
  Process start(String... arguments) {
    try {
      return builder(List.of(arguments)).start();
    } catch (IOException e) {
      throw new UncheckedIOException("adb is not installed", e);
    }
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("adb", "-P", Integer.toString(port)));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("ANDROID_ADB_SERVER_PORT", Integer.toString(port));
    // Without this it takes devices on this machine for emulators, and lists them twice.
    builder.environment().put("ADB_LOCAL_TRANSPORT_MAX_PORT", "5553");
    return builder;
  }

  @Override
  public void close() throws IOException {
    server.destroyForcibly();
    try {
      server.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(home.resolve("server.log"));
  }
}
