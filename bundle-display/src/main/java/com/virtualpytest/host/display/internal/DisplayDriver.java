package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.display.internal.automation.Automation;
import com.virtualpytest.host.display.internal.screen.Resolution;
import com.virtualpytest.host.display.internal.screen.XSocket;
import com.virtualpytest.host.display.internal.vnc.ClientFiles;
import com.virtualpytest.host.display.internal.vnc.PasswordFile;
import com.virtualpytest.host.display.internal.vnc.Viewers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens the host's own display: Xvfb, a window manager, x11vnc and noVNC. */
@Component
public final class DisplayDriver implements Driver {
  private static final String DEFAULT_DISPLAY = ":1";
  private static final int VNC_PASSWORD_LENGTH = 8;

  private final OpenDisplay open;

  @Activate
  public DisplayDriver(@Reference OpenDisplay open) {
    this.open = open;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of("display", Capability.DESKTOP).asShareable();
  }

  /** {@code HOST_DISPLAY=none} is for hosts that are to have no display. */
  @Override
  public boolean serves(DeviceDefinition device) {
    return device.id().equals(DeviceDefinition.HOST_ID)
        && !device.get("DISPLAY").map("none"::equalsIgnoreCase).orElse(false);
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException {
    DisplaySettings settings = DisplaySettings.from(context.settings());
    Path folder = context.dataFolder();
    Path client = open.files().unpack(folder);
    Optional<List<String>> running = xvfbCommand(context);
    DisplayProcesses wanted =
        new DisplayProcesses(
            settings,
            display(settings, running),
            resolution(settings, running),
            client,
            WindowManagerFiles.write(folder),
            passwordFile(settings, folder));
    AtomicReference<DisplayController> self = new AtomicReference<>();
    DisplayController controller =
        new DisplayController(
            context,
            wanted,
            settings.bash().orElseGet(DisplayDriver::unprivileged),
            new Automation(System.getenv(), wanted.display(), folder),
            () -> open.closed(self.get()));
    self.set(controller);
    open.opened(controller);
    ClientFiles.removeOthers(folder, client);
    tell(context, settings);
    return controller;
  }

  private static void tell(DriverContext context, DisplaySettings settings) {
    if (settings.loopbackOnly() && !settings.vncBind().equals(settings.vncAddress())) {
      context.logger().warn("VNC_BIND is not heeded: only this machine may look. {}", Viewers.HINT);
    }
    if (settings
        .password()
        .map(password -> password.length() > VNC_PASSWORD_LENGTH)
        .orElse(false)) {
      context.logger().warn("VNC_PASSWORD: VNC uses its first 8 characters, the rest is ignored");
    }
  }

  /** What runs already goes on as it is: another version of this bundle has started it. */
  private static Optional<List<String>> xvfbCommand(DriverContext context) {
    return context.processes().processes().stream()
        .map(ManagedProcess::description)
        .filter(description -> description.name().equals(DisplayProcesses.XVFB))
        .map(description -> description.command())
        .findFirst();
  }

  private static String display(DisplaySettings settings, Optional<List<String>> running) {
    return settings
        .display()
        .or(() -> running.map(command -> command.get(1)))
        .or(() -> settings.inherited().filter(display -> !new XSocket(display).served()))
        .orElse(DEFAULT_DISPLAY);
  }

  /** It may have been changed since the host started. */
  private static Resolution resolution(DisplaySettings settings, Optional<List<String>> running) {
    return running
        .map(command -> command.get(command.indexOf("-screen") + 2))
        .flatMap(Resolution::parse)
        .orElse(settings.resolution());
  }

  private static Path passwordFile(DisplaySettings settings, Path folder) throws IOException {
    Path file = folder.resolve("vnc-password");
    if (settings.password().isEmpty()) {
      Files.deleteIfExists(file);
      return null;
    }
    PasswordFile.write(file, settings.password().get());
    return file;
  }

  private static boolean unprivileged() {
    try {
      return !Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not known: the careful answer
    }
  }
}
