package com.virtualpytest.host.host.internal.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what the kernel tells in {@code /sys} and what udev adds in {@code /dev}. Hardware can go
 * at any moment: what cannot be read is not there.
 */
final class SysTree {
  private final Path sys;
  private final Path dev;

  /**
   * @param root {@code /}, or another tree in tests
   */
  SysTree(Path root) {
    this.sys = root.resolve("sys");
    this.dev = root.resolve("dev");
  }

  /**
   * A USB device.
   *
   * @param folder its folder in {@code /sys/devices}
   * @param vendorId four hexadecimal digits
   * @param productId four hexadecimal digits
   * @param serial its serial number; null when it has none
   */
  record Usb(
      Path folder,
      int bus,
      int device,
      String vendorId,
      String productId,
      String vendor,
      String product,
      String serial,
      String speed) {}

  /**
   * A serial port with hardware behind it.
   *
   * @param byId its path below {@code /dev/serial/by-id}; null when it has none
   * @param usb the adapter; null when it is none
   */
  record Tty(Path path, Path byId, String driver, Usb usb) {}

  /** The USB devices, by bus and number; hubs that are part of the machine are left out. */
  List<Usb> usb() {
    return list(sys.resolve("bus/usb/devices")).stream()
        .filter(link -> !link.getFileName().toString().startsWith("usb"))
        .map(this::usb)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingInt(Usb::bus).thenComparingInt(Usb::device))
        .toList();
  }

  private Optional<Usb> usb(Path link) {
    Path folder = real(link);
    String vendorId = read(folder, "idVendor");
    if (vendorId == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Usb(
            folder,
            number(read(folder, "busnum")),
            number(read(folder, "devnum")),
            vendorId,
            read(folder, "idProduct"),
            read(folder, "manufacturer"),
            read(folder, "product"),
            read(folder, "serial"),
            read(folder, "speed")));
  }

  /** The serial ports, by name. */
  List<Tty> ttys() {
    List<Tty> found = new ArrayList<>();
    for (Path tty : list(sys.resolve("class/tty"))) {
      Path device = tty.resolve("device");
      // a UART that the kernel only expects has type 0
      if (Files.exists(device) && !"0".equals(read(tty, "type"))) {
        found.add(tty(tty.getFileName().toString(), real(device)));
      }
    }
    found.sort(Comparator.comparing(tty -> tty.path().toString()));
    return found;
  }

  private Tty tty(String name, Path device) {
    Path path = dev.resolve(name);
    Path driver = real(device.resolve("driver"));
    Path byId =
        list(dev.resolve("serial/by-id")).stream()
            .filter(link -> real(link).equals(real(path)))
            .findFirst()
            .orElse(null);
    return new Tty(
        path,
        byId,
        Files.exists(driver) ? driver.getFileName().toString() : null,
        adapter(device).orElse(null));
  }

  /** The USB device behind a device file, be it a port, a camera or something else. */
  Optional<Usb> behind(Path file) {
    Path real = real(file);
    if (!real(dev).equals(real.getParent())) {
      return Optional.empty();
    }
    return list(sys.resolve("class")).stream()
        .map(kind -> kind.resolve(real.getFileName()).resolve("device"))
        .filter(Files::exists)
        .findFirst()
        .flatMap(device -> adapter(real(device)));
  }

  /** The USB device that this is a part of. */
  private Optional<Usb> adapter(Path device) {
    for (Path folder = device; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("idVendor"))) {
        return usb(folder);
      }
    }
    return Optional.empty();
  }

  /** A path without links; itself when there is nothing. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String read(Path folder, String file) {
    try {
      String text = Files.readString(folder.resolve(file)).strip();
      return text.isEmpty() ? null : text;
    } catch (IOException e) {
      return null;
    }
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
