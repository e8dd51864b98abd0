package com.virtualpytest.host.host.internal.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Collects figures of one scrape; all names begin with {@code device_host_}. */
final class Family {
  private static final String PREFIX = "device_host_";

  private final List<MetricSnapshot> all = new ArrayList<>();

  /** The name of a counter is written with {@code _total} behind it. */
  void counters(String name, String help, Consumer<BiConsumer<Labels, Number>> points) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(PREFIX + name).help(help);
    points.accept(
        (labels, value) ->
            family.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    all.add(family.build());
  }

  void gauges(String name, String help, Consumer<BiConsumer<Labels, Number>> points) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(PREFIX + name).help(help);
    points.accept(
        (labels, value) ->
            family.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    all.add(family.build());
  }

  void histograms(String name, String help, Consumer<BiConsumer<Labels, Durations>> points) {
    HistogramSnapshot.Builder family = HistogramSnapshot.builder().name(PREFIX + name).help(help);
    points.accept((labels, durations) -> family.dataPoint(durations.snapshot(labels)));
    all.add(family.build());
  }

  List<MetricSnapshot> all() {
    return all;
  }
}
