package com.virtualpytest.host.camera.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.camera.internal.source.V4l2Devices.Device;
import com.virtualpytest.host.camera.internal.source.V4l2Devices.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V4l2DevicesTest {
  private static final String UNKNOWN = "its formats are not known";

  @TempDir private Path root;

  @Test
  void readsFormats() {
    String output =
        """
        [video4linux2,v4l2 @ 0x55d0] Compressed:       mjpeg :          Motion-JPEG : 1920x1080 1280x720 640x480
        [video4linux2,v4l2 @ 0x55d0] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 1280x720
        /dev/video0: Immediate exit requested
        """;

    assertThat(V4l2Devices.formats(output))
        .containsExactly(
            new Format("mjpeg", true, "Motion-JPEG", List.of("1920x1080", "1280x720", "640x480")),
            new Format("yuyv422", false, "YUYV 4:2:2", List.of("640x480", "1280x720")));
    assertThat(V4l2Devices.error(output)).isNull();
  }

  @Test
  void saysWhyThereAreNone() {
    assertThat(V4l2Devices.error("/dev/video0: Device or resource busy")).contains("another");
    assertThat(V4l2Devices.error("/dev/video0: Permission denied")).contains("group video");
    assertThat(V4l2Devices.error("/dev/video1: Inappropriate ioctl for device"))
        .contains("no video");
  }

  /** A machine with devices of these names. */
  private Path machine(String... devices) throws IOException {
    for (String device : devices) {
      Path known = root.resolve("sys/class/video4linux").resolve(device);
      Files.createDirectories(known);
      Files.writeString(known.resolve("name"), "Card of " + device + "\n");
    }
    return root;
  }

  private void link(String name, String device) throws IOException {
    Path links = Files.createDirectories(root.resolve("dev/v4l/by-id"));
    Files.createSymbolicLink(links.resolve(name), Path.of("../../" + device));
  }

  @Test
  void whatStaysTheSameWhereverItIsPluggedInIsTold() throws Exception {
    machine("video1", "video11", "v4l-subdev0");
    link("usb-MACROSILICON_USB_Video-video-index0", "video11");
    link("usb-MACROSILICON_USB_Video-video-index1", "video2");

    assertThat(new V4l2Devices(root, "/no/such/program").all())
        .containsExactly(
            new Device("/dev/video1", null, "Card of video1", List.of(), UNKNOWN),
            new Device(
                "/dev/video11",
                "/dev/v4l/by-id/usb-MACROSILICON_USB_Video-video-index0",
                "Card of video11",
                List.of(),
                UNKNOWN));
  }

  @Test
  void theProgramThatIsAskedGetsNothingOfTheHostsEnvironment() throws Exception {
    Path program = root.resolve("ffmpeg");
    Files.writeString(
        program, "#!/bin/sh\necho \"Raw : any : $(env | cut -d = -f 1 | tr '\\n' ' ') : 1x1\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    Format told =
        new V4l2Devices(machine("video0"), program.toString()).all().get(0).formats().get(0);

    assertThat(List.of(told.description().split(" "))).contains("PATH").doesNotContain("HOME");
    assertThat(System.getenv()).as("otherwise this shows nothing").containsKey("HOME");
  }
}
