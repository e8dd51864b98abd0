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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** Opens sources, and knows those that are open by the names of their folders. For all threads. */
@Component(service = OpenSources.class)
public final class OpenSources {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** A device that changes hands is back within it; files of one that is gone are not served. */
  private static final Duration HAND_OVER = Duration.ofMinutes(1);

  private final Map<String, Opened> byFolder = new ConcurrentHashMap<>();
  private final ActiveCaptures active = new ActiveCaptures();
  private final Duration look;
  private final InstantSource clock;

  /** A source that is open, or was. */
  private static final class Opened {
    private final String device;
    private final CaptureFolder folder;
    private volatile Instant closed; // null while it is open

    private Opened(String device, CaptureFolder folder) {
      this.device = device;
      this.folder = folder;
    }
  }

  public OpenSources() {
    this(LOOK, InstantSource.system());
  }

  /**
   * @param look from one look at a capture to the next
   */
  OpenSources(Duration look, InstantSource clock) {
    this.look = look;
    this.clock = clock;
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
    Opened mine = new Opened(device.id(), settings.folder());
    Opened known = byFolder.merge(name, mine, (old, fresh) -> old.closed == null ? old : fresh);
    if (known != mine) {
      throw new SettingException(
          CameraSettings.folderVariable(device),
          "must end with a folder of its own: " + name + " is that of " + known.device);
    }
    try {
      Folders.make(settings.folder());
      keepAddress(settings, context);
      CaptureController controller =
          new CaptureController(
              settings, context, active, () -> mine.closed = clock.instant(), look);
      controller.start();
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
   * Where the files of a source lie that is open, or was a moment ago: its files are there while
   * its device changes hands, too.
   */
  Optional<CaptureFolder> folder(String name) {
    Instant limit = clock.instant().minus(HAND_OVER);
    return Optional.ofNullable(byFolder.get(name))
        .filter(known -> known.closed == null || known.closed.isAfter(limit))
        .map(known -> known.folder);
  }
}
