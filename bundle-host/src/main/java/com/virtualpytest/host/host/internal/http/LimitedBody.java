package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * A request's body that fails as soon as it has become too long, announced or not, or comes so
 * slowly that its sender merely holds a thread. Only the time spent waiting for bytes counts.
 */
final class LimitedBody extends FilterInputStream {

  /** A slow start is no attack. */
  static final long GRACE_SECONDS = 10;

  static final long MIN_BYTES_PER_SECOND = 256;

  /**
   * What is read and thrown away after a refusal. A sender that finds the connection closed while
   * it is still sending never gets to see the answer.
   */
  static final long DRAINED = 64L << 20;

  private final long limit;
  private final LongSupplier nanoTime;
  private long count;
  private long waitedNanos;

  LimitedBody(InputStream body, long limit, LongSupplier nanoTime) {
    super(body);
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  @Override
  public int read() throws IOException {
    long before = nanoTime.getAsLong();
    int value = super.read();
    received(value < 0 ? 0 : 1, before);
    if (count > limit) {
      throw refusal();
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long before = nanoTime.getAsLong();
    int read = super.read(buffer, offset, length);
    received(Math.max(read, 0), before);
    if (count > limit) {
      throw refusal();
    }
    return read;
  }

  /** Takes what the sender is still sending, and tells what to answer. */
  ApiException refusal() throws IOException {
    byte[] buffer = new byte[8192];
    int read = 0;
    while (read >= 0 && count < DRAINED) {
      long before = nanoTime.getAsLong();
      read = super.read(buffer, 0, buffer.length);
      received(Math.max(read, 0), before);
    }
    return tooLarge(limit);
  }

  static ApiException tooLarge(long limit) {
    return new ApiException(
        ErrorCode.TOO_LARGE,
        "The body is larger than " + limit + " bytes, the limit of this route");
  }

  private void received(int bytes, long before) {
    count += bytes;
    waitedNanos += nanoTime.getAsLong() - before;
    long seconds = waitedNanos / 1_000_000_000L;
    if (seconds > GRACE_SECONDS && count < seconds * MIN_BYTES_PER_SECOND) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "The body came too slowly");
    }
  }
}
