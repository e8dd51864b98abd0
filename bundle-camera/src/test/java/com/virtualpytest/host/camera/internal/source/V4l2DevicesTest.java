package com.virtualpytest.host.camera.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.camera.internal.source.V4l2Devices.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

class V4l2DevicesTest {

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
}
