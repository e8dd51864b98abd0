package com.virtualpytest.host.host.internal.server;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.statistics.Machine;
import com.virtualpytest.host.host.internal.statistics.MachineStatistics;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the bodies from what the host knows. */
final class HostPayloads implements Payloads {
  private static final int DEFAULT_PORT = 6109;

  private final HostSettings settings;
  private final DeviceRegistry registry;
  private final Machine machine;
  private final Clock clock;

  HostPayloads(HostSettings settings, DeviceRegistry registry, Machine machine, Clock clock) {
    this.settings = settings;
    this.registry = registry;
    this.machine = machine;
    this.clock = clock;
  }

  @Override
  public Map<String, ?> registration() {
    List<Map<String, Object>> devices = devices();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("host_name", settings.hostName());
    body.put("host_url", settings.hostUrl());
    body.put("host_api_url", settings.get("HOST_API_URL").orElse(settings.hostUrl()));
    body.put("host_port", port());
    body.put("host_ip", ip());
    body.put("device_count", devices.size());
    body.put("devices", devices);
    body.put("capabilities", capabilities());
    body.put("system_stats", statistics());
    return body;
  }

  @Override
  public Map<String, ?> ping() {
    List<Map<String, Object>> devices = devices();
    devices.forEach(device -> device.put("has_running_deployment", false));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("host_name", settings.hostName());
    body.put("timestamp", clock.millis() / 1000.0);
    body.put("device_count", devices.size());
    body.put("system_stats", statistics());
    body.put("per_device_metrics", metrics());
    body.put("devices", devices);
    return body;
  }

  @Override
  public Map<String, ?> unregistration() {
    return Map.of("host_name", settings.hostName(), "timestamp", clock.millis() / 1000.0);
  }

  @Override
  public Object fingerprint() {
    return devices();
  }

  private List<Map<String, Object>> devices() {
    List<Map<String, Object>> devices = new ArrayList<>();
    registry.snapshot().devices().forEach(device -> devices.add(DevicePayload.of(device)));
    return devices;
  }

  private List<String> capabilities() {
    TreeSet<String> names = new TreeSet<>();
    for (BoundDevice device : registry.snapshot().devices()) {
      device.capabilities().stream().map(Capability::wireName).forEach(names::add);
    }
    return List.copyOf(names);
  }

  /** The machine, as {@code system_stats}. */
  Map<String, Object> statistics() {
    MachineStatistics now = machine.now();
    CaptureFigures capture = CaptureFigures.of(registry.snapshot().devices(), clock);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cpu_percent", now.cpuPercent());
    fields.put("memory_percent", now.memoryPercent());
    fields.put("memory_used_gb", now.memoryUsedGb());
    fields.put("memory_total_gb", now.memoryTotalGb());
    fields.put("disk_percent", now.diskPercent());
    fields.put("disk_used_gb", now.diskUsedGb());
    fields.put("disk_total_gb", now.diskTotalGb());
    fields.put("uptime_seconds", now.uptimeSeconds());
    fields.put("platform", now.platform());
    fields.put("architecture", now.architecture());
    fields.put("ffmpeg_status", capture.ffmpeg());
    fields.put("monitor_status", capture.monitor());
    fields.put("ffmpeg_service_uptime_seconds", capture.uptime());
    fields.put("monitor_service_uptime_seconds", capture.uptime());
    fields.put("disk_write_mb_per_sec", now.diskWriteMbPerSec());
    fields.put("load_average_1m", now.loadAverage1m());
    fields.put("load_average_5m", now.loadAverage5m());
    fields.put("load_average_15m", now.loadAverage15m());
    if (now.cpuTemperatureCelsius() != null) {
      fields.put("cpu_temperature_celsius", now.cpuTemperatureCelsius());
    }
    return fields;
  }

  /** The devices, as {@code per_device_metrics}. */
  List<Map<String, Object>> metrics() {
    List<Map<String, Object>> all = new ArrayList<>();
    CaptureFigures capture = CaptureFigures.of(registry.snapshot().devices(), clock);
    for (BoundDevice device : registry.snapshot().devices()) {
      DeviceDefinition definition = device.definition();
      Optional<CapturePaths> pictures = CapturePaths.of(definition);
      String folder =
          definition
              .get("VIDEO_CAPTURE_PATH")
              .or(() -> pictures.map(CapturePaths::capture))
              .orElse("unknown");
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("device_id", definition.id());
      fields.put("device_name", definition.name());
      fields.put("device_port", definition.get("PORT").orElse(null));
      fields.put("device_model", definition.model());
      fields.put("capture_folder", folder.substring(folder.lastIndexOf('/') + 1));
      fields.put("video_device", pictures.map(CapturePaths::shownSource).orElse(null));
      capture.add(definition.id(), fields);
      all.add(fields);
    }
    return all;
  }

  private int port() {
    return settings.get("HOST_PORT").map(Integer::parseInt).orElse(DEFAULT_PORT);
  }

  private String ip() {
    String host = URI.create(settings.hostUrl()).getHost();
    return host == null ? "127.0.0.1" : host;
  }
}
