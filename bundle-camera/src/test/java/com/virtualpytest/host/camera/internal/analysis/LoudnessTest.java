package com.virtualpytest.host.camera.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.process.ManagedProcess.Reading;
import com.virtualpytest.host.camera.internal.capture.CaptureCommand;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<String, Reading> readings = new HashMap<>();
  private final Loudness loudness = new Loudness(name -> Optional.ofNullable(readings.get(name)));

  /** As ffmpeg tells it of a tone: the loudness of the first piece is that of all. */
  private void tone(String level, int seconds) {
    readings.put(CaptureCommand.LOUDNESS, new Reading(level, BEGIN));
    int piece = seconds * 5;
    readings.put(
        CaptureCommand.SOUND,
        new Reading("%d    pts:%d".formatted(piece, piece * 9600), BEGIN.plusSeconds(seconds)));
  }

  @Test
  void aToneIsHeardAsLongAsItLasts() {
    assertThat(loudness.at(BEGIN)).isEmpty();
    tone("-21.07", 3600);
    assertThat(loudness.at(BEGIN.plusSeconds(3605))).hasValue(-21.07);
    assertThat(loudness.at(BEGIN.plusSeconds(3606))).as("it has ended").hasValue(-100);
    tone("-21.07", 3607);
    assertThat(loudness.at(BEGIN.plusSeconds(3607))).hasValue(-21.07);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-inf", "nan"})
  void silenceIsALoudness(String level) {
    tone(level, 1);
    assertThat(loudness.at(BEGIN.plusSeconds(1))).hasValue(-100);
  }

  @Test
  void whatIsNoNumberIsUnknown() {
    tone("loud", 1);
    assertThat(loudness.at(BEGIN.plusSeconds(1))).isEmpty();
  }
}
