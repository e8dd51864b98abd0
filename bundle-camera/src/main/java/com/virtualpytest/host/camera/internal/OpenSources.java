package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.camera.internal.capture.AddressFile;
import com.virtualpytest.host.camera.internal.storage.ActiveCaptures;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** Opens sources, and knows those that are open by the names of their folders. For all threads. */
@Component(service = OpenSources.class)
public final class OpenSources {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** The devices whose sources are open. */
  private final Map<String, String> byFolder = new ConcurrentHashMap<>();

  private final Map<String, CaptureFolder> folders = new ConcurrentHashMap<>();
  private final ActiveCaptures active = new ActiveCaptures();
  private final Duration look;

  public OpenSources() {
    this(LOOK);
  }

  /**
   * @param look from one look at a capture to the next
   */
  OpenSources(Duration look) {
    this.look = look;
  }

  /**
   * Opens the source of a device.
   *
   * @throws SettingException a setting is wrong, or another source has the folder
   * @throws IOException its folders cannot be made, or its address cannot be kept
   */
  Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException {
    CameraSettings settings = CameraSettings.from(device, context.settings());
    String name = settings.folder().name();
    String mine = device.id();
    String other = byFolder.putIfAbsent(name, mine);
    if (other != null) {
      throw new SettingException(
          device.variable("VIDEO_STREAM_PATH"),
          "must end with a folder of its own: " + name + " is that of " + other);
    }
    try {
      Folders.make(settings.folder());
      keepAddress(settings, context);
      CaptureController controller =
          new CaptureController(settings, context, active, () -> byFolder.remove(name, mine), look);
      controller.start();
      folders.put(name, settings.folder());
      return controller;
    } catch (IOException | RuntimeException e) {
      byFolder.remove(name, mine);
      throw e;
    }
  }

  private static void keepAddress(CameraSettings settings, DriverContext context)
      throws IOException {
    try {
      AddressFile.keep(settings);
    } catch (IOException e) {
      context
          .status()
          .offline("the address of the source cannot be kept", "HOST_DATA_DIR must be writable");
      throw e;
    }
  }

  /**
   * Where the files of a source lie that is open, or was: its files are there while its device
   * changes hands, too.
   */
  Optional<CaptureFolder> folder(String name) {
    return Optional.ofNullable(folders.get(name));
  }
}
