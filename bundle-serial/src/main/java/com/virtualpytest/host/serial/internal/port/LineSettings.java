package com.virtualpytest.host.serial.internal.port;

import java.util.function.ToIntFunction;

/**
 * How bytes go over the line.
 *
 * @param baud 50 to 4,000,000
 * @param dataBits 5 to 8
 */
public record LineSettings(int baud, int dataBits, Parity parity, StopBits stopBits, Flow flow) {
  public static final int MIN_BAUD = 50;
  public static final int MAX_BAUD = 4_000_000;

  /** The bit that is added to each byte. */
  public enum Parity {
    NONE(1),
    ODD(2),
    EVEN(3),
    MARK(4),
    SPACE(5);

    private final int code;

    Parity(int code) {
      this.code = code;
    }

    /** Its number in RFC 2217. */
    public int code() {
      return code;
    }

    /** The one of that number; null when there is none. */
    public static Parity of(int code) {
      return find(values(), Parity::code, code);
    }
  }

  /** The pause after each byte. */
  public enum StopBits {
    ONE(1),
    TWO(2),
    ONE_AND_A_HALF(3);

    private final int code;

    StopBits(int code) {
      this.code = code;
    }

    /** Its number in RFC 2217. */
    public int code() {
      return code;
    }

    /** The one of that number; null when there is none. */
    public static StopBits of(int code) {
      return find(values(), StopBits::code, code);
    }
  }

  /** How one end holds the other up. */
  public enum Flow {
    NONE(1),
    XONXOFF(2),
    RTSCTS(3);

    private final int code;

    Flow(int code) {
      this.code = code;
    }

    /** Its number in RFC 2217. */
    public int code() {
      return code;
    }

    /** The one of that number; null when there is none. */
    public static Flow of(int code) {
      return find(values(), Flow::code, code);
    }
  }

  private static <E> E find(E[] all, ToIntFunction<E> code, int wanted) {
    for (E one : all) {
      if (code.applyAsInt(one) == wanted) {
        return one;
      }
    }
    return null;
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
