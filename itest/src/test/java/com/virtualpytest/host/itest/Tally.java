package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32;

/** How many bytes came, and their checksum: of what is too much to keep. */
final class Tally {
  private static final int IAC = 255;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CRC32 sum = new CRC32();
  private long count;

  synchronized void add(ByteBuffer bytes) {
    count += bytes.remaining();
    sum.update(bytes);
  }

  /** Adds the data of a telnet stream until it ends; options are left out. */
  void addTelnet(InputStream from) {
    byte[] buffer = new byte[64 * 1024];
    int optionBytes = 0;
    boolean escaped = false;
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        int data = 0;
        for (int i = 0; i < read; i++) {
          int value = buffer[i] & 0xff;
          if (optionBytes > 0) {
            optionBytes--;
          } else if (escaped && value != IAC) {
            escaped = false;
            optionBytes = 1;
          } else if (!escaped && value == IAC) {
            escaped = true;
          } else {
            escaped = false;
            buffer[data++] = (byte) value;
          }
        }
        add(ByteBuffer.wrap(buffer, 0, data));
      }
    } catch (IOException e) {
      return; // the test is over
    }
  }

  synchronized long count() {
    return count;
  }

  private synchronized long sum() {
    return sum.getValue();
  }

  /** Waits until as much has come as another has, and sees to it that it is the same. */
  void awaitSame(String who, Tally other) {
    await(who).atMost(PATIENCE).until(() -> count() >= other.count());
    assertThat(count()).as(who).isEqualTo(other.count());
    assertThat(sum()).as(who).isEqualTo(other.sum());
  }
}
