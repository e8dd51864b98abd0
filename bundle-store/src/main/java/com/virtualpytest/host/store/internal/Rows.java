package com.virtualpytest.host.store.internal;

import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.store.CommandReport;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Row.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;

/** Makes rows of one host from what it tells. Safe for all threads. */
final class Rows {
  /** What numeric(5,2) holds. */
  private static final double HIGHEST_LOAD = 999.99;

  private static final Set<String> LOADS =
      Set.of("load_average_1m", "load_average_5m", "load_average_15m");

  /** What each device's row repeats of the machine's. */
  private static final List<String> REPEATED =
      List.of(
          "cpu_percent",
          "memory_percent",
          "memory_used_gb",
          "memory_total_gb",
          "disk_percent",
          "disk_used_gb",
          "disk_total_gb",
          "uptime_seconds",
          "platform",
          "architecture",
          "cpu_temperature_celsius",
          "load_average_1m",
          "load_average_5m",
          "load_average_15m");

  private final String host;

  /** Higher for each row, also after a restart. */
  private final AtomicLong sequence = new AtomicLong();

  Rows(String host) {
    this.host = host;
  }

  Row command(CommandReport report) {
    Map<String, Object> values = common(report.at());
    values.put("who", report.who());
    values.put("device_id", report.deviceId());
    values.put("driver", report.driver());
    values.put("command", report.command());
    values.put("params", report.params());
    values.put("outcome", report.outcome());
    values.put("message", report.message());
    values.put("wait_ms", report.waited().toMillis());
    values.put("ms", report.took().toMillis());
    return Row.of(Kind.COMMAND, values);
  }

  Row event(Event event, Instant now) {
    Instant at =
        event.getProperty(Topics.TIMESTAMP) instanceof Long millis
            ? Instant.ofEpochMilli(millis)
            : now;
    Map<String, Object> details = new LinkedHashMap<>();
    for (String name : event.getPropertyNames()) {
      if (!Set.of(EventConstants.EVENT_TOPIC, Topics.TIMESTAMP, Topics.DEVICE_ID).contains(name)) {
        details.put(name, plain(event.getProperty(name)));
      }
    }
    Map<String, Object> values = common(at);
    values.put("topic", event.getTopic().substring(Topics.ROOT.length()));
    values.put("device_id", event.getProperty(Topics.DEVICE_ID));
    values.put("details", details);
    return Row.of(Kind.EVENT, values);
  }

  Row machine(Map<String, ?> figures, Instant at) {
    Map<String, Object> values = common(at);
    figures.forEach((name, value) -> values.put(name, load(name, value)));
    return Row.of(Kind.MACHINE, values);
  }

  Row device(Map<String, ?> device, Map<String, ?> machine, Instant at) {
    Map<String, Object> values = common(at);
    for (String name : REPEATED) {
      if (machine.get(name) != null) {
        values.put(name, load(name, machine.get(name)));
      }
    }
    device.forEach(values::put);
    if (values.get("device_port") == null) {
      values.put("device_port", "unknown");
    }
    for (String what : List.of("ffmpeg", "monitor")) {
      values.put(what + "_uptime_seconds", device.get(what + "_working_uptime_seconds"));
    }
    values.put("disk_usage_capture", device.get("disk_usage"));
    return Row.of(Kind.DEVICE, values);
  }

  Row incidentOpened(Incidents.Incident incident, Instant at) {
    Map<String, Object> values = incident(incident);
    values.put("device_name", incident.deviceName());
    // the dashboards look for the folder in this column
    values.put("device_id", incident.folder());
    values.put("incident_type", incident.component() + "_failure");
    values.put("severity", incident.severity());
    values.put("detected_at", at.toString());
    values.put(
        "description",
        "%s is %s on %s".formatted(incident.component(), incident.state(), incident.deviceName()));
    return Row.of(Kind.INCIDENT_OPENED, values);
  }

  Row incidentResolved(Incidents.Incident incident, Instant at) {
    Map<String, Object> values = incident(incident);
    values.put("resolved_at", at.toString());
    return Row.of(Kind.INCIDENT_RESOLVED, values);
  }

  private Map<String, Object> incident(Incidents.Incident incident) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("host_name", host);
    values.put("capture_folder", incident.folder());
    values.put("component", incident.component());
    return values;
  }

  private Map<String, Object> common(Instant at) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("host_name", host);
    values.put("timestamp", at.toString());
    values.put("seq", nextSequence());
    return values;
  }

  private long nextSequence() {
    Instant now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    return sequence.updateAndGet(last -> Math.max(last + 1, micros));
  }

  private static Object load(String name, Object value) {
    return LOADS.contains(name) && value instanceof Number number
        ? Math.min(number.doubleValue(), HIGHEST_LOAD)
        : value;
  }

  private static Object plain(Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : shortened(value.toString());
  }

  private static String shortened(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500) + "…";
  }
}
