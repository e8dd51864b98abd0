package com.virtualpytest.host.serial.internal.port;

/**
 * How bytes go over the line.
 *
 * @param baud 50 to 4,000,000
 * @param dataBits 5 to 8
 */
public record LineSettings(int baud, int dataBits, Parity parity, StopBits stopBits, Flow flow) {
  public static final int MIN_BAUD = 50;
  public static final int MAX_BAUD = 4_000_000;

  /** In the order in which RFC 2217 numbers them, from 1. */
  public enum Parity {
    NONE,
    ODD,
    EVEN,
    MARK,
    SPACE
  }

  /** In the order in which RFC 2217 numbers them, from 1. */
  public enum StopBits {
    ONE,
    TWO,
    ONE_AND_A_HALF
  }

  /** In the order in which RFC 2217 numbers them, from 1. */
  public enum Flow {
    NONE,
    XONXOFF,
    RTSCTS
  }

  /** What most consoles use. */
  public static final LineSettings DEFAULT =
      new LineSettings(115_200, 8, Parity.NONE, StopBits.ONE, Flow.NONE);

  public LineSettings withBaud(int next) {
    return new LineSettings(next, dataBits, parity, stopBits, flow);
  }

  public LineSettings withDataBits(int next) {
    return new LineSettings(baud, next, parity, stopBits, flow);
  }

  public LineSettings withParity(Parity next) {
    return new LineSettings(baud, dataBits, next, stopBits, flow);
  }

  public LineSettings withStopBits(StopBits next) {
    return new LineSettings(baud, dataBits, parity, next, flow);
  }

  public LineSettings withFlow(Flow next) {
    return new LineSettings(baud, dataBits, parity, stopBits, next);
  }
}
