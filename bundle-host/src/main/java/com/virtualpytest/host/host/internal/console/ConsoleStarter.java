package com.virtualpytest.host.host.internal.console;

import java.time.Duration;

/** Starts the console's bundles on demand. Safe for all threads. */
interface ConsoleStarter extends AutoCloseable {

  /** What became of the console. */
  enum State {
    /** It answers. */
    RUNNING,
    /** It needs longer than the caller would wait. */
    STARTING,
    /** Its bundles had their turn, and it is not there. */
    ABSENT
  }

  /**
   * Starts the console unless it runs, and waits for it.
   *
   * @param patience how long to wait at most
   */
  State start(Duration patience);

  /** Ends the tracking; the console stays as it is. */
  @Override
  void close();
}
