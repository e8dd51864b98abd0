package com.virtualpytest.host.serial.internal.log;

/** The newest bytes of an endless row, found by their offsets. For one thread at a time. */
final class Ring {
  private final byte[] bytes;
  private long start;
  private long end;

  /**
   * An empty one.
   *
   * @param begin the offset of the first byte to come
   */
  Ring(int size, long begin) {
    bytes = new byte[size];
    start = begin;
    end = begin;
  }

  /** The offset of the oldest byte. */
  long start() {
    return start;
  }

  /** The offset of the byte that comes next. */
  long end() {
    return end;
  }

  /** Adds bytes, no more than fit; the oldest make room. */
  void add(byte[] source, int from, int count) {
    int place = (int) (end % bytes.length);
    int first = Math.min(count, bytes.length - place);
    System.arraycopy(source, from, bytes, place, first);
    System.arraycopy(source, from + first, bytes, 0, count - first);
    end += count;
    start = Math.max(start, end - bytes.length);
  }

  /** Copies bytes that are there. */
  void copy(long offset, byte[] target, int count) {
    int place = (int) (offset % bytes.length);
    int first = Math.min(count, bytes.length - place);
    System.arraycopy(bytes, place, target, 0, first);
    System.arraycopy(bytes, 0, target, first, count - first);
  }
}
