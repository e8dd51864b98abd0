package com.virtualpytest.host.host.internal.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts how long something took. Safe for all threads; never blocks. */
final class Durations {
  private static final double NANOS = 1e9;

  /** Upper bounds in seconds: from an answer out of memory to a power cycle. */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, Double.POSITIVE_INFINITY
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS.length];
  private final LongAdder nanos = new LongAdder();

  Durations() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(Duration duration) {
    long length = duration.toNanos();
    int bucket = 0;
    while (length / NANOS > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(length);
  }

  HistogramDataPointSnapshot snapshot(Labels labels) {
    long[] now = new long[counts.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts[i].sum();
    }
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, now))
        .sum(nanos.sum() / NANOS)
        .labels(labels)
        .build();
  }
}
