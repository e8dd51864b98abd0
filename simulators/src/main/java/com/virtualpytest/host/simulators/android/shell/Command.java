package com.virtualpytest.host.simulators.android.shell;

import java.io.IOException;

/** A program on the device. */
@FunctionalInterface
public interface Command {

  /**
   * Runs until it is done.
   *
   * @return the exit code, 0 to 255
   * @throws IOException whoever reads its output is gone
   * @throws InterruptedException whoever started it is gone
   */
  int run(Task task) throws IOException, InterruptedException;
}
