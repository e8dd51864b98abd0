package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.http.StreamSignatures;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The display and {@code device1} with their sources, and what the routes about them need. */
final class AvFixture implements AutoCloseable {
  static final String PAGE = "http://localhost:6080/vnc_lite.html?path=websockify";

  final Path data;
  final Bench bench = new Bench();
  final FakeDriver driver = new FakeDriver("pictures", Capability.AV);
  final AvSources sources = new AvSources(bench.registry);
  final ResponseThreads threads = new ResponseThreads();
  final HostSettings settings;
  final AvUrls urls;
  private final JsonMapper json =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * @param url the address of the host
   */
  AvFixture(Path folder, String url) throws IOException {
    data = folder.toRealPath();
    settings = HostSettings.of(Map.of("HOST_DATA_DIR", data.toString(), "HOST_URL", url));
    urls = new AvUrls(settings, new StreamSignatures(settings));
    driver.opener =
        (device, context) -> {
          String name = device.id().equals(DeviceDefinition.HOST_ID) ? "capture" : "capture1";
          Path cold = data.resolve("stream").resolve(name);
          FakeSource source =
              new FakeSource(device, context, new CaptureFolder(cold, cold.resolve("hot")));
          driver.opened.add(source);
          return source;
        };
    bench.registry.setDevices(
        List.of(
            device(DeviceDefinition.HOST_ID, Map.of("VNC_STREAM_PATH", PAGE)),
            device("device1", Map.of("VIDEO", "lavfi:testsrc2"))));
    bench.add(driver);
    bench.awaitState(DeviceDefinition.HOST_ID, State.READY);
    bench.awaitState("device1", State.READY);
  }

  private static DeviceDefinition device(String id, Map<String, String> settings) {
    Map<String, String> all = new java.util.HashMap<>(settings);
    all.put("DRIVERS", "pictures");
    return new DeviceDefinition(id, "Name of " + id, "stb", all);
  }

  /** The source of a device. */
  FakeSource source(String device) {
    return (FakeSource) sources.open(device);
  }

  CaptureFolder folder() {
    return source("device1").folder;
  }

  AvRequest request(String body) throws IOException {
    return json.readValue(body, AvRequest.class);
  }

  /** An answer as clients see it. */
  com.fasterxml.jackson.databind.JsonNode answer(Object body) {
    return json.valueToTree(body);
  }

  /** Writes a file that was written that long ago. */
  static Path file(Path file, String content, Duration ago) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    return file;
  }

  @Override
  public void close() {
    threads.stop();
    bench.close();
  }
}
