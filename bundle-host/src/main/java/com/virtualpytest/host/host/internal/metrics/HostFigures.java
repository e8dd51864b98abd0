package com.virtualpytest.host.host.internal.metrics;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.api.store.Store;
import com.virtualpytest.host.api.store.StoreFigures;
import com.virtualpytest.host.host.internal.deploy.BundleRecord;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.process.Processes;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the host knows of itself, at one scrape. Touches no hardware. */
final class HostFigures {
  private static final double MILLIS = 1e3;

  private final RequestTally requests;
  private final CommandTally commands;
  private final DeviceRegistry registry;
  private final Processes processes;
  private final Deployment deployment;

  HostFigures(
      RequestTally requests,
      CommandTally commands,
      DeviceRegistry registry,
      Processes processes,
      Deployment deployment) {
    this.requests = requests;
    this.commands = commands;
    this.registry = registry;
    this.processes = processes;
    this.deployment = deployment;
  }

  /**
   * All figures.
   *
   * @param store null when there is none
   */
  List<MetricSnapshot> now(Store store) {
    Family family = new Family();
    requests(family);
    lanes(family);
    commands(family);
    processes(family);
    bundles(family);
    if (store != null) {
      store(family, store);
    }
    return family.all();
  }

  private void requests(Family family) {
    family.counters(
        "http_requests",
        "Requests that were answered, by the first segment of their path below /host",
        points ->
            requests
                .counts()
                .forEach(
                    (kind, count) ->
                        points.accept(
                            Labels.of(
                                "method", kind.method(),
                                "route", kind.route(),
                                "status", Integer.toString(kind.status())),
                            count)));
    family.histograms(
        "http_request_duration_seconds",
        "How long requests took",
        points -> points.accept(Labels.EMPTY, requests.durations()));
    family.gauges(
        "http_requests_in_flight",
        "Requests that are not answered yet",
        points -> points.accept(Labels.EMPTY, requests.inFlight()));
  }

  private void lanes(Family family) {
    family.gauges(
        "lane_depth",
        "Commands that wait for a device, the running one not counted",
        points -> eachBinding(points, binding -> binding.lane().depth()));
    family.gauges(
        "lane_running_seconds",
        "How long the running command runs; 0 when none does",
        points -> eachBinding(points, binding -> seconds(binding.lane().runningFor())));
    family.gauges(
        "lane_stuck",
        "1 when a command was interrupted and did not end",
        points -> eachBinding(points, binding -> binding.lane().stuck() ? 1 : 0));
    family.gauges(
        "device_ready",
        "1 when the device's last probe was answered",
        points ->
            eachBinding(points, binding -> binding.status().join().state() == State.READY ? 1 : 0));
  }

  private void eachBinding(BiConsumer<Labels, Number> points, ToDoubleFunction<Binding> figure) {
    for (BoundDevice device : registry.snapshot().devices()) {
      // while a driver is replaced there are two of one name
      Map<String, Binding> byDriver =
          device.bindings().stream()
              .collect(Collectors.toMap(Binding::driver, b -> b, (first, second) -> first));
      byDriver.forEach(
          (driver, binding) ->
              points.accept(
                  labels(device.definition().id(), driver), figure.applyAsDouble(binding)));
    }
  }

  private void commands(Family family) {
    family.counters(
        "commands",
        "Commands by what became of them",
        points ->
            commands
                .counts()
                .forEach(
                    (kind, count) ->
                        points.accept(
                            Labels.of(
                                "device_id", kind.lane().deviceId(),
                                "driver", kind.lane().driver(),
                                "outcome", kind.outcome()),
                            count)));
    family.histograms(
        "lane_wait_seconds",
        "How long commands waited for their turn",
        points ->
            commands
                .waits()
                .forEach((lane, d) -> points.accept(labels(lane.deviceId(), lane.driver()), d)));
    family.histograms(
        "command_duration_seconds",
        "How long commands took, waiting included",
        points ->
            commands
                .durations()
                .forEach((lane, d) -> points.accept(labels(lane.deviceId(), lane.driver()), d)));
  }

  private void processes(Family family) {
    List<ProcessStatus> now = processes.statuses();
    family.gauges(
        "process_up",
        "1 when the supervised process is ready",
        points ->
            now.forEach(p -> points.accept(process(p), p.status().state() == State.READY ? 1 : 0)));
    family.counters(
        "process_restarts",
        "How often the supervised process was started again",
        points -> now.forEach(p -> points.accept(process(p), p.restarts())));
  }

  private void bundles(Family family) {
    Map<State, Long> states =
        deployment.bundles().stream()
            .collect(Collectors.groupingBy(BundleRecord::state, Collectors.counting()));
    family.gauges(
        "bundles",
        "Drop-in bundles by state",
        points ->
            states.forEach(
                (state, count) -> points.accept(Labels.of("state", state.wireName()), count)));
  }

  private static void store(Family family, Store store) {
    StoreFigures now = store.figures();
    family.gauges(
        "store_up",
        "1 when the database took the last statement",
        points ->
            points.accept(
                Labels.of("database", now.database()),
                store.status().state() == State.READY ? 1 : 0));
    single(family, "store_queue_rows", "Rows in memory, not yet on disk", now.queued());
    single(family, "store_spool_rows", "Rows on disk that the database lacks", now.spooled());
    single(family, "store_spool_bytes", "Bytes that they take", now.spooledBytes());
    family.counters(
        "store_rows",
        "Rows by what became of them",
        points -> {
          points.accept(Labels.of("outcome", "written"), now.written());
          points.accept(Labels.of("outcome", "rejected"), now.rejected());
          points.accept(Labels.of("outcome", "dropped"), now.dropped());
        });
  }

  private static void single(Family family, String name, String help, long value) {
    family.gauges(name, help, points -> points.accept(Labels.EMPTY, value));
  }

  private static Labels process(ProcessStatus process) {
    return Labels.of("owner", process.owner(), "process", process.name());
  }

  private static Labels labels(String deviceId, String driver) {
    return Labels.of("device_id", deviceId, "driver", driver);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
