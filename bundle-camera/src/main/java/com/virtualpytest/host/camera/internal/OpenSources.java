package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.camera.internal.storage.ActiveCaptures;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** Opens sources, and knows those that are open by the names of their folders. For all threads. */
@Component(service = OpenSources.class)
public final class OpenSources {

  private record Open(String device, CaptureFolder folder) {}

  private final Map<String, Open> byFolder = new ConcurrentHashMap<>();
  private final ActiveCaptures active = new ActiveCaptures();

  /**
   * Opens the source of a device.
   *
   * @throws SettingException a setting is wrong, or another source has the folder
   * @throws IOException its folders cannot be made
   */
  Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException {
    CameraSettings settings = CameraSettings.from(device, context.settings());
    String name = settings.folder().name();
    Open mine = new Open(device.id(), settings.folder());
    Open other = byFolder.putIfAbsent(name, mine);
    if (other != null) {
      throw new SettingException(
          device.variable("VIDEO_STREAM_PATH"),
          "must end with a folder of its own: " + name + " is that of " + other.device());
    }
    try {
      Folders.make(settings.folder());
      CaptureController controller =
          new CaptureController(settings, context, active, () -> byFolder.remove(name, mine));
      controller.start();
      return controller;
    } catch (IOException | RuntimeException e) {
      byFolder.remove(name, mine);
      throw e;
    }
  }

  /** Where the files of an open source lie. */
  Optional<CaptureFolder> folder(String name) {
    return Optional.ofNullable(byFolder.get(name)).map(Open::folder);
  }
}
