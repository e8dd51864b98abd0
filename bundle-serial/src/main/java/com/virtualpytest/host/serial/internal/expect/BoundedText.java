package com.virtualpytest.host.serial.internal.expect;

/**
 * Bytes as characters 0 to 255, which a regular expression may look at until a deadline only: there
 * are patterns that take years.
 */
final class BoundedText implements CharSequence {
  private static final int LOOKS_PER_CHECK = 1024;

  /** The deadline has passed, or the thread was interrupted, in the middle of a search. */
  static final class Expired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Expired() {
      super("the search takes too long", null, false, false);
    }
  }

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final long deadline;
  private int looks;

  /**
   * @param deadline on the clock of {@link System#nanoTime}
   */
  BoundedText(byte[] bytes, int from, int to, long deadline) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.deadline = deadline;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    if (++looks >= LOOKS_PER_CHECK) {
      looks = 0;
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new Expired();
      }
    }
    return (char) (bytes[from + index] & 0xff);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(bytes, from + start, from + end, deadline);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(length());
    for (int i = from; i < to; i++) {
      text.append((char) (bytes[i] & 0xff));
    }
    return text.toString();
  }
}
