package com.virtualpytest.host.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Row.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class RowsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Rows rows = new Rows("h");
  private final List<String> told = new ArrayList<>();
  private final Incidents incidents =
      new Incidents(
          rows,
          (incident, opened) ->
              told.add(
                  (opened ? "opened " : "closed ")
                      + String.join(" ", incident.deviceId(), incident.component())));

  @Test
  void aDevicesRowRepeatsTheMachinesFigures() {
    Map<String, Object> device = device("stopped");
    device.put("device_port", null);
    device.put("ffmpeg_working_uptime_seconds", 17);
    device.put("disk_usage", "2.5G");

    Map<String, Object> values =
        rows.device(device, Map.of("cpu_percent", 12.5, "load_average_1m", 1234.5), NOW).values();

    assertThat(values)
        .containsEntry("host_name", "h")
        .containsEntry("cpu_percent", 12.5)
        .containsEntry("load_average_1m", 999.99)
        .containsEntry("device_port", "unknown")
        .containsEntry("ffmpeg_uptime_seconds", 17)
        .containsEntry("disk_usage_capture", "2.5G");
  }

  @Test
  void rowsAreNumberedInTheirOrder() {
    long first = sequence(rows.machine(Map.of(), NOW));
    long second = sequence(rows.machine(Map.of(), NOW));

    assertThat(second).isGreaterThan(first);
    assertThat(sequence(new Rows("h").machine(Map.of(), NOW))).isGreaterThan(first);
  }

  @Test
  void anEventIsKeptWithItsOwnTime() {
    Map<String, Object> properties =
        Map.of(Topics.TIMESTAMP, NOW.toEpochMilli(), Topics.DEVICE_ID, "device1", "to", "ready");
    Row row = rows.event(new Event(Topics.CONTROLLER + "state", properties), NOW.plusSeconds(5));

    assertThat(row.values())
        .containsEntry("topic", "controller/state")
        .containsEntry("device_id", "device1")
        .containsEntry("timestamp", "2026-03-01T12:00:00Z")
        .containsEntry("details", Map.of("to", "ready"));
  }

  @Test
  void anIncidentIsToldWhenItBeginsAndWhenItEnds() {
    assertThat(kinds("stopped")).containsExactly(Kind.INCIDENT_OPENED, Kind.INCIDENT_OPENED);
    assertThat(kinds("stuck")).isEmpty();
    assertThat(kinds("active")).containsExactly(Kind.INCIDENT_RESOLVED, Kind.INCIDENT_RESOLVED);
    assertThat(kinds("active")).isEmpty();
    assertThat(incidents.look(device("stuck"), NOW).get(0).values())
        .containsEntry("severity", "high")
        .containsEntry("device_id", "capture1")
        .containsEntry("incident_type", "ffmpeg_failure");
  }

  @Test
  void whoListensHearsOfWhatBeginsAndEndsInThisRun() {
    kinds("active");
    assertThat(told).isEmpty();
    kinds("stuck");
    kinds("stopped");
    kinds("active");

    assertThat(told)
        .containsExactly(
            "opened device1 ffmpeg",
            "opened device1 monitor",
            "closed device1 ffmpeg",
            "closed device1 monitor");
  }

  @Test
  void aDeviceWithoutPicturesIsNotLookedAt() {
    for (String folder : List.of("", "unknown", "null")) {
      assertThat(Incidents.watched(Map.of("capture_folder", folder))).isFalse();
    }
    assertThat(Incidents.watched(Map.of())).isFalse();
    assertThat(Incidents.watched(device("active"))).isTrue();
  }

  private List<Kind> kinds(String state) {
    return incidents.look(device(state), NOW).stream().map(Row::kind).toList();
  }

  private static Map<String, Object> device(String state) {
    Map<String, Object> device = new HashMap<>();
    device.put("device_id", "device1");
    device.put("device_name", "Phone");
    device.put("capture_folder", "capture1");
    device.put("ffmpeg_status", state);
    device.put("monitor_status", state);
    return device;
  }

  private static long sequence(Row row) {
    return (Long) row.values().get("seq");
  }
}
