package com.virtualpytest.host.camera.internal.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Looks at one small picture after the other: is it black, does it stand still? The rules and
 * limits are those of ffmpeg's {@code blackdetect} and {@code freezedetect}. Used by one thread.
 */
final class FrameAnalysis {
  private static final double BLACK_PART = 0.98;
  private static final double NOISE = 0.001;
  private static final int DIFFERENCES = 3;

  private final List<Region> ignored;
  private final Deque<Double> differences = new ArrayDeque<>();
  private final Lasting dark = new Lasting();
  private Thumbnail reference;
  private Instant referenceAt;
  private boolean[] counts;

  /**
   * What was found.
   *
   * @param black whether this picture is
   * @param blackPart of the pixels, 0 to 1
   * @param blackSince when it became black; null while it has not been for 2 s
   * @param frozenSince when the picture that stands began; null while it moves
   * @param differences of the last pictures to the one before which nothing moved, newest last
   */
  record Finding(
      boolean black,
      double blackPart,
      Instant blackSince,
      Instant frozenSince,
      List<Double> differences) {}

  FrameAnalysis(List<Region> ignored) {
    this.ignored = ignored;
  }

  Finding look(Thumbnail picture, Instant at) {
    if (reference == null || reference.width() != picture.width()) {
      counts = picture.mask(ignored);
    }
    double difference = reference == null ? 1 : picture.difference(reference, counts);
    if (differences.size() == DIFFERENCES) {
      differences.removeFirst();
    }
    differences.addLast(difference);
    if (difference > NOISE) {
      reference = picture;
      referenceAt = at;
    }
    boolean frozen = Duration.between(referenceAt, at).compareTo(Lasting.LONG) >= 0;
    double part = picture.blackPart();
    boolean black = part >= BLACK_PART;
    return new Finding(
        black, part, dark.see(black, at), frozen ? referenceAt : null, List.copyOf(differences));
  }

  /** The capture was interrupted: what stood before is not compared with what comes. */
  void forget() {
    reference = null;
    differences.clear();
    dark.forget();
  }
}
