package com.virtualpytest.host.display.internal.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A real Xvfb on a display of its own choice. */
public final class XServer implements AutoCloseable {
  private final Process process;
  private final String display;

  public XServer(String resolution) throws IOException {
    this("Xvfb", "-displayfd", "1", "-screen", "0", resolution, "-noreset", "-wr");
  }

  /** One on that display, {@code :7}. */
  public XServer(String resolution, String on) throws IOException {
    this("Xvfb", on, "-displayfd", "1", "-screen", "0", resolution, "-noreset", "-wr");
  }

  private XServer(String... command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader reader = process.inputReader(StandardCharsets.US_ASCII);
    display = ":" + reader.readLine();
  }

  public boolean alive() {
    return process.isAlive();
  }

  public String display() {
    return display;
  }

  /** Runs a program on it, which must succeed. */
  public void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("DISPLAY", display);
    Process program = builder.start();
    if (!program.waitFor(20, TimeUnit.SECONDS) || program.exitValue() != 0) {
      program.destroyForcibly();
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
