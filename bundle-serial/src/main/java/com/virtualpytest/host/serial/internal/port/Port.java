package com.virtualpytest.host.serial.internal.port;

import java.io.IOException;

/**
 * An open port. One thread reads, one writes, any thread does the rest; {@link #close} comes from
 * any thread and ends reading and writing within a second.
 */
public interface Port extends AutoCloseable {

  /**
   * Waits for bytes, a second at most.
   *
   * @return how many came; 0 when none
   * @throws PortException the port is gone
   */
  int read(byte[] buffer) throws PortException;

  /**
   * Writes bytes and returns when the port has taken them. Blocks while the other end takes none.
   *
   * @throws PortException the port is gone
   */
  void write(byte[] bytes, int offset, int length) throws PortException;

  /** How the line is set now. */
  LineSettings settings();

  /**
   * Sets the line.
   *
   * @throws IOException the port does not do that, or did not answer
   */
  void apply(LineSettings next) throws IOException;

  /**
   * Begins or ends a break.
   *
   * @throws IOException the port does not do that
   */
  void setBreak(boolean on) throws IOException;

  /** Whether a break is on. */
  boolean breaking();

  /**
   * Sets our lines; null leaves one as it is.
   *
   * @throws IOException the port has no such lines
   */
  void setLines(Boolean dtr, Boolean rts) throws IOException;

  /**
   * What the lines are.
   *
   * @throws IOException the port has no such lines
   */
  ModemLines lines() throws IOException;

  @Override
  void close();
}
