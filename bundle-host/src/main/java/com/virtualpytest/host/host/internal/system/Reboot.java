package com.virtualpytest.host.host.internal.system;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the machine to reboot. */
final class Reboot {
  private static final Logger LOG = LoggerFactory.getLogger(Reboot.class);

  /** The server waits for ten. */
  private static final long LIMIT_SECONDS = 5;

  private final List<String> command;

  Reboot(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** True when the machine has taken the request: it goes down within seconds. */
  boolean begin() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return true; // it is going down already
      }
      if (process.exitValue() != 0) {
        LOG.warn("{} ended with {}", command.get(0), process.exitValue());
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      LOG.warn("{} could not be started", command.get(0), e);
      return false;
    }
  }
}
