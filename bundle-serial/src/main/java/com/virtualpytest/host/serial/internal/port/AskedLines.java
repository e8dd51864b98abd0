package com.virtualpytest.host.serial.internal.port;

/**
 * How our lines were last asked to be, for a port that is opened again; null for one that nobody
 * asked for, which is left to the port.
 */
public record AskedLines(Boolean dtr, Boolean rts) {
  public static final AskedLines NONE = new AskedLines(null, null);

  /** The same, and what is asked for now; null leaves one as it is. */
  public AskedLines with(Boolean nextDtr, Boolean nextRts) {
    return new AskedLines(nextDtr == null ? dtr : nextDtr, nextRts == null ? rts : nextRts);
  }
}
