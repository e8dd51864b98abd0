package com.virtualpytest.host.host.internal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a tree as the kernel makes it for an FTDI adapter, a phone and an unused UART. */
class HardwareViewsTest {

  @TempDir private Path root;

  @BeforeEach
  void makeTree() throws IOException {
    usb("1-2", "3", "0403", "6001", "FTDI", "FT232R USB UART", "A50285BI");
    usb("1-4", "7", "18d1", "4ee7", "Google", "Pixel", "9B031FFAZ0");
    Path tty = Files.createDirectories(root.resolve("sys/devices/pci/usb1/1-2/1-2:1.0/ttyUSB0"));
    Path driver = Files.createDirectories(root.resolve("sys/bus/usb-serial/drivers/ftdi_sio"));
    Files.createSymbolicLink(tty.resolve("driver"), driver);
    Path port = Files.createDirectories(root.resolve("sys/class/tty/ttyUSB0"));
    Files.createSymbolicLink(port.resolve("device"), tty);
    Path unused = Files.createDirectories(root.resolve("sys/class/tty/ttyS3"));
    Files.createSymbolicLink(unused.resolve("device"), tty);
    Files.writeString(unused.resolve("type"), "0\n");
    Files.createDirectories(root.resolve("sys/class/tty/tty1"));
    Path byId = Files.createDirectories(root.resolve("dev/serial/by-id"));
    Files.createFile(root.resolve("dev/ttyUSB0"));
    Files.createSymbolicLink(byId.resolve("usb-FTDI-if00"), root.resolve("dev/ttyUSB0"));
  }

  private Path camera() throws IOException {
    usb("1-5", "8", "046d", "0825", "Logitech", "Webcam", null);
    Path camera = Files.createDirectories(root.resolve("sys/devices/pci/usb1/1-5/1-5:1.0"));
    Path video = Files.createDirectories(root.resolve("sys/class/video4linux/video0"));
    Files.createSymbolicLink(video.resolve("device"), camera);
    Files.createFile(root.resolve("dev/video0"));
    Path byId = Files.createDirectories(root.resolve("dev/v4l/by-id"));
    return Files.createSymbolicLink(byId.resolve("usb-Webcam"), root.resolve("dev/video0"));
  }

  private void usb(
      String name,
      String number,
      String vendorId,
      String productId,
      String vendor,
      String product,
      String serial)
      throws IOException {
    Path folder = Files.createDirectories(root.resolve("sys/devices/pci/usb1/" + name));
    Map<String, String> files =
        new HashMap<>(
            Map.of(
                "busnum", "1",
                "devnum", number,
                "idVendor", vendorId,
                "idProduct", productId,
                "manufacturer", vendor,
                "product", product,
                "speed", "480"));
    if (serial != null) {
      files.put("serial", serial);
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue() + "\n");
    }
    Path links = Files.createDirectories(root.resolve("sys/bus/usb/devices"));
    Files.createSymbolicLink(links.resolve(name), folder);
  }

  private HardwareViews views(DeviceDefinition... devices) {
    return new HardwareViews(new SysTree(root), List.of(devices));
  }

  private static DeviceDefinition device(String id, String setting, String value) {
    return new DeviceDefinition(id, id, "stb", Map.of(setting, value));
  }

  @Test
  void aPortShowsItsAdapterAndWhoUsesIt() {
    String byId = root.resolve("dev/serial/by-id/usb-FTDI-if00").toString();

    assertThat(
            views(
                    device("device1", "SERIAL_PORT", byId),
                    device("device2", "SERIAL_PORT", "tcp://localhost:1"))
                .ports())
        .containsExactly(
            new HardwareViews.PortView(
                root.resolve("dev/ttyUSB0").toString(),
                byId,
                "FT232R USB UART",
                "FTDI",
                "FT232R USB UART",
                "0403",
                "6001",
                "A50285BI",
                List.of("device1")));
  }

  @Test
  void anUnusedUartIsNoPort() {
    assertThat(views().ports()).extracting(HardwareViews.PortView::path).hasSize(1);
  }

  @Test
  void aUsbDeviceShowsWhoUsesItsPortOrItsSerialNumber() {
    List<HardwareViews.UsbView> usb =
        views(
                device("device1", "SERIAL_PORT", root.resolve("dev/ttyUSB0").toString()),
                device("device2", "ADB_SERIAL", "9B031FFAZ0"))
            .usb();

    assertThat(usb).extracting(HardwareViews.UsbView::device).containsExactly(3, 7);
    assertThat(usb)
        .extracting(HardwareViews.UsbView::inUseBy)
        .containsExactly(List.of("device1"), List.of("device2"));
    assertThat(usb.get(0).serialPorts()).containsExactly(root.resolve("dev/ttyUSB0").toString());
  }

  @Test
  void aCameraIsInUseByWhoHasItsDeviceFile() throws IOException {
    String byId = camera().toString();

    List<HardwareViews.UsbView> usb =
        views(
                device("device1", "VIDEO", byId),
                device("device2", "VIDEO", root.resolve("dev/video0").toString()),
                device("device3", "VIDEO", root.resolve("dev/video1").toString()))
            .usb();

    assertThat(usb)
        .filteredOn(one -> one.device() == 8)
        .extracting(HardwareViews.UsbView::inUseBy)
        .containsExactly(List.of("device1", "device2"));
  }

  @Test
  void aMachineWithoutUsbHasNone() throws IOException {
    SysTree nothing = new SysTree(Files.createDirectories(root.resolve("empty")));

    assertThat(new HardwareViews(nothing, List.of()).usb()).isEmpty();
    assertThat(new HardwareViews(nothing, List.of()).ports()).isEmpty();
  }
}
