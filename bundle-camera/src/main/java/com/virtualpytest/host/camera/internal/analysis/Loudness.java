package com.virtualpytest.host.camera.internal.analysis;

import com.virtualpytest.host.api.process.ManagedProcess.Reading;
import com.virtualpytest.host.camera.internal.capture.CaptureCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How loud a source is, by what its ffmpeg told. */
final class Loudness {
  private static final double NOTHING_DB = -100;

  /** What is told of the sound comes five times a second. */
  private static final Duration ENDED = Duration.ofSeconds(5);

  private final Function<String, Optional<Reading>> readings;

  /**
   * @param readings of the present run, by name
   */
  Loudness(Function<String, Optional<Reading>> readings) {
    this.readings = readings;
  }

  /** In dB; empty when there was no sound yet. Sound that has ended is silence. */
  OptionalDouble at(Instant now) {
    Optional<Reading> level = readings.apply(CaptureCommand.LOUDNESS);
    if (level.isEmpty()) {
      return OptionalDouble.empty();
    }
    String value = level.get().value();
    if (ended(now) || value.equals("-inf") || value.equals("nan")) {
      return OptionalDouble.of(NOTHING_DB);
    }
    try {
      return OptionalDouble.of(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The same loudness can come again and again; the number of the piece of sound cannot. */
  private boolean ended(Instant now) {
    return readings
        .apply(CaptureCommand.SOUND)
        .map(piece -> Duration.between(piece.since(), now).compareTo(ENDED) > 0)
        .orElse(false);
  }
}
