package com.virtualpytest.host.host.internal.av;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what is done to a device together with its pictures. Without pictures it does nothing. */
@Component(service = DevicePictures.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DevicePictures {
  private static final Logger LOG = LoggerFactory.getLogger(DevicePictures.class);

  /** What was typed can be a password, and the files of a source can be open to everybody. */
  private static final String TYPED = "text";

  private final DeviceRegistry registry;
  private final ObjectMapper json = new ObjectMapper();
  private final Clock clock = Clock.systemUTC();

  @Activate
  public DevicePictures(@Reference DeviceRegistry registry) {
    this.registry = registry;
  }

  /** Keeps the newest picture of a device for a day; its path, or an empty text. */
  public String keep(String device) {
    Optional<AvController> source = source(device);
    Optional<Picture> picture = source.flatMap(open -> Screenshots.fresh(open, clock));
    CaptureFolder folder = source.map(open -> open.feed().folder()).orElse(null);
    if (picture.isEmpty() || folder == null) {
      return "";
    }
    Path file = folder.cold().resolve("captures").resolve("action_" + clock.millis() + ".jpg");
    try {
      Screenshots.write(picture.get(), file);
      return file.toString();
    } catch (IOException e) {
      LOG.warn("A picture of {} could not be kept", device, e);
      return "";
    }
  }

  /** Notes beside the pictures what was done at last, so that what changed can be told from it. */
  public void did(String device, String command, Map<String, Object> params, Instant at) {
    CaptureFolder folder = source(device).map(open -> open.feed().folder()).orElse(null);
    if (folder == null || !Files.isDirectory(folder.hot().resolve("metadata"))) {
      return;
    }
    Map<String, Object> shown = new LinkedHashMap<>(params);
    shown.computeIfPresent(TYPED, (name, value) -> "***");
    Map<String, Object> action = new LinkedHashMap<>();
    action.put("command", command);
    action.put("timestamp", at.toEpochMilli() / 1000.0);
    action.put("params", shown);
    action.put("written_at", clock.instant().toString());
    try {
      Screenshots.write(
          json.writeValueAsBytes(action),
          folder.hot().resolve("metadata").resolve("last_action.json"));
    } catch (IOException e) {
      LOG.warn("The last action on {} could not be noted", device, e);
    }
  }

  private Optional<AvController> source(String device) {
    return registry.snapshot().device(device).flatMap(AvSources::of);
  }
}
