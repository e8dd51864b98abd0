package com.virtualpytest.host.serial.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final long CAPACITY = 8192;

  @TempDir private Path folder;

  /** Writes a byte a second, which is sixteen bytes a second of times. */
  private long write(long from, int count) throws IOException {
    try (Journal journal = new Journal(folder, CAPACITY, 0)) {
      for (long offset = from; offset < from + count; offset++) {
        journal.write(offset, new byte[] {'x'}, 1, Instant.ofEpochSecond(offset));
      }
      return journal.oldest(-1);
    }
  }

  private long size() throws IOException {
    long total = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        total += Files.size(file);
      }
    }
    return total;
  }

  @Test
  void theTimesOfWhatADevicePrintsSlowlyCountAsWell() throws IOException {
    assertThat(write(0, 2000)).isPositive();
    assertThat(size()).isLessThanOrEqualTo(CAPACITY);

    write(2000, 300); // those of the earlier one, too

    assertThat(size()).isBetween(CAPACITY / 2, CAPACITY);
  }
}
