package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes the newest picture of a source to a file. */
public final class Screenshots {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private Screenshots() {}

  /** The newest picture, when it is fresh enough to be of now. */
  static Optional<Picture> fresh(AvController source, Clock clock) {
    Instant oldest = clock.instant().minus(FRESH);
    return source.newest().filter(picture -> !picture.at().isBefore(oldest));
  }

  /**
   * Writes it; readers see the old file or the new one.
   *
   * @throws IOException it cannot be written
   */
  static void write(Picture picture, Path file) throws IOException {
    byte[] jpeg = new byte[picture.jpeg().remaining()];
    picture.jpeg().get(jpeg);
    write(jpeg, file);
  }

  /** Writes a file in one step. */
  public static void write(byte[] content, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = Files.createTempFile(file.getParent(), ".", ".tmp");
    try {
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
