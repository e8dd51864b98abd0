package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What is plugged into this machine, and which devices use it, on the wire. */
public final class HardwareViews {
  private static final String PORT = "SERIAL_PORT";

  private final SysTree tree;
  private final List<DeviceDefinition> devices;

  /** This machine's, and the devices of a moment. */
  static HardwareViews of(Snapshot snapshot) {
    return new HardwareViews(
        new SysTree(Path.of("/")),
        snapshot.devices().stream().map(BoundDevice::definition).toList());
  }

  HardwareViews(SysTree tree, List<DeviceDefinition> devices) {
    this.tree = tree;
    this.devices = List.copyOf(devices);
  }

  /**
   * A serial port.
   *
   * @param byId the path that stays the same wherever it is plugged in; null when it has none
   * @param description product, or driver
   * @param vendorId four hexadecimal digits; null when it is no USB adapter
   * @param inUseBy the ids of the devices whose {@code SERIAL_PORT} it is
   */
  public record PortView(
      String path,
      String byId,
      String description,
      String vendor,
      String product,
      String vendorId,
      String productId,
      String serialNumber,
      List<String> inUseBy) {}

  /**
   * A USB device.
   *
   * @param serialPorts the serial ports that it brings
   * @param inUseBy the ids of devices that name a device file of it, or its serial number, in
   *     whichever setting
   */
  public record UsbView(
      int bus,
      int device,
      String vendorId,
      String productId,
      String vendor,
      String product,
      String serialNumber,
      String speedMbit,
      List<String> serialPorts,
      List<String> inUseBy) {}

  List<PortView> ports() {
    return tree.ttys().stream().map(this::port).toList();
  }

  private PortView port(SysTree.Tty tty) {
    SysTree.Usb usb = tty.usb();
    return new PortView(
        tty.path().toString(),
        tty.byId() == null ? null : tty.byId().toString(),
        usb == null || usb.product() == null ? tty.driver() : usb.product(),
        usb == null ? null : usb.vendor(),
        usb == null ? null : usb.product(),
        usb == null ? null : usb.vendorId(),
        usb == null ? null : usb.productId(),
        usb == null ? null : usb.serial(),
        users(tty.path()));
  }

  List<UsbView> usb() {
    List<SysTree.Tty> ttys = tree.ttys();
    return tree.usb().stream().map(usb -> usb(usb, ttys)).toList();
  }

  private UsbView usb(SysTree.Usb usb, List<SysTree.Tty> ttys) {
    List<Path> ports =
        ttys.stream()
            .filter(tty -> tty.usb() != null && tty.usb().folder().equals(usb.folder()))
            .map(SysTree.Tty::path)
            .toList();
    List<String> users =
        devices.stream()
            .filter(device -> device.settings().values().stream().anyMatch(it -> names(it, usb)))
            .map(DeviceDefinition::id)
            .toList();
    return new UsbView(
        usb.bus(),
        usb.device(),
        usb.vendorId(),
        usb.productId(),
        usb.vendor(),
        usb.product(),
        usb.serial(),
        usb.speed(),
        ports.stream().map(Objects::toString).toList(),
        users);
  }

  private List<String> users(Path port) {
    return devices.stream().filter(device -> uses(device, port)).map(DeviceDefinition::id).toList();
  }

  private static boolean uses(DeviceDefinition device, Path port) {
    return device
        .get(PORT)
        .filter(path -> path.startsWith("/"))
        .map(path -> SysTree.real(Path.of(path.strip())).equals(SysTree.real(port)))
        .orElse(false);
  }

  private boolean names(String setting, SysTree.Usb usb) {
    String value = setting.strip();
    return value.equals(usb.serial())
        || (value.startsWith("/")
            && tree.behind(Path.of(value))
                .filter(it -> it.folder().equals(usb.folder()))
                .isPresent());
  }
}
