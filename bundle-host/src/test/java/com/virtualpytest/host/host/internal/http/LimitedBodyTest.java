package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {
  private final AtomicLong now = new AtomicLong();

  @Test
  void aBodyWithinTheLimitPasses() throws IOException {
    assertThat(body(100, 0).readAllBytes()).hasSize(100);
  }

  @Test
  void aByteTooManyIsRefusedAndTheRestTaken() throws IOException {
    ByteArrayInputStream sent = new ByteArrayInputStream(new byte[5000]);
    LimitedBody body = new LimitedBody(sent, 100, now::get);

    assertThatThrownBy(body::readAllBytes)
        .isInstanceOf(ApiException.class)
        .hasMessage("The body is larger than 100 bytes, the limit of this route");
    assertThat(sent.available()).isZero();
  }

  @Test
  void aSmallBodyMayBeSlow() throws IOException {
    assertThat(body(4, 2).readAllBytes()).hasSize(4);
  }

  @Test
  void whoSendsByteByByteForeverIsRefused() {
    assertThatThrownBy(() -> body(100, 2).readAllBytes())
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessage("The body came too slowly");
  }

  /** A body whose bytes come one by one, each after so many seconds. */
  private LimitedBody body(int length, int secondsPerByte) {
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(new byte[length])) {
          @Override
          public int read(byte[] buffer, int offset, int wanted) throws IOException {
            now.addAndGet(TimeUnit.SECONDS.toNanos(secondsPerByte));
            return super.read(buffer, offset, Math.min(1, wanted));
          }
        };
    return new LimitedBody(slow, 100, now::get);
  }
}
