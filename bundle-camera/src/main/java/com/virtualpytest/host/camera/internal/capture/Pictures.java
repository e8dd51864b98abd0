package com.virtualpytest.host.camera.internal.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the pictures out of ffmpeg's {@code mpjpeg} output: parts with a head that tells their
 * length. It can begin in the middle, and finds its way back when a run ended in a picture. The
 * boundary before a picture is written together with the picture before it, so whoever begins
 * between the two has missed it: one is taken as read. Used by one thread at a time.
 */
public final class Pictures implements Consumer<ByteBuffer> {
  private static final int LARGEST = 32 << 20;
  private static final byte[] BOUNDARY = "--ffmpeg\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern LENGTH = Pattern.compile("(?i)Content-length:\\s*(\\d{1,8})\\s");

  private final Consumer<byte[]> pictures;
  private byte[] held = new byte[256 * 1024];
  private int begin;
  private int end;

  /**
   * @param pictures gets each picture that came whole
   */
  public Pictures(Consumer<byte[]> pictures) {
    this.pictures = pictures;
    System.arraycopy(BOUNDARY, 0, held, 0, BOUNDARY.length);
    end = BOUNDARY.length;
  }

  @Override
  public void accept(ByteBuffer bytes) {
    int count = bytes.remaining();
    makeRoom(count);
    bytes.get(held, end, count);
    end += count;
    while (next()) {
      // as many as there are
    }
  }

  private void makeRoom(int count) {
    if (begin > 0 && end + count > held.length) {
      System.arraycopy(held, begin, held, 0, end - begin);
      end -= begin;
      begin = 0;
    }
    if (end + count > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, end + count));
    }
  }

  /** Takes one picture, or drops what cannot become one; false when more bytes are needed. */
  private boolean next() {
    int boundary = find(BOUNDARY, begin);
    if (boundary < 0) {
      begin = Math.max(begin, end - BOUNDARY.length); // a part of it may be there
      return false;
    }
    begin = boundary;
    int headEnd = find(HEAD_END, begin);
    if (headEnd < 0) {
      return false;
    }
    int length = length(headEnd);
    int from = headEnd + HEAD_END.length;
    if (length < 0) {
      begin = from;
      return true;
    }
    if (end - from < length) {
      return false;
    }
    if (whole(from, length)) {
      pictures.accept(Arrays.copyOfRange(held, from, from + length));
      begin = from + length;
    } else {
      begin = from; // the next head is somewhere in what was taken for a picture
    }
    return true;
  }

  private int length(int headEnd) {
    String head = new String(held, begin, headEnd + 2 - begin, StandardCharsets.ISO_8859_1);
    Matcher matcher = LENGTH.matcher(head);
    int length = matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    return length > LARGEST ? -1 : length;
  }

  private boolean whole(int from, int length) {
    return length > 4
        && held[from] == (byte) 0xff
        && held[from + 1] == (byte) 0xd8
        && held[from + length - 2] == (byte) 0xff
        && held[from + length - 1] == (byte) 0xd9;
  }

  private int find(byte[] wanted, int from) {
    for (int i = from; i <= end - wanted.length; i++) {
      if (Arrays.equals(held, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
