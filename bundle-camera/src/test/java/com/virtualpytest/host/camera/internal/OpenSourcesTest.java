package com.virtualpytest.host.camera.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.tck.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSourcesTest {
  @TempDir private Path data;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final OpenSources sources = new OpenSources(Duration.ofMillis(50), now::get);

  private TestContext context() {
    return new TestContext(data, Map.of("HOST_DATA_DIR", data.toString()));
  }

  private static DeviceDefinition device(String id, String source) {
    return new DeviceDefinition(
        id, "TV", "stb", Map.of("VIDEO", source, "VIDEO_STREAM_PATH", "/host/stream/living"));
  }

  @Test
  void anAddressThatCannotBeKeptIsSaidAndTriedAgain() throws Exception {
    DeviceDefinition camera = device("device1", "rtsp://me:s3cret@127.0.0.1:1/1");
    Path inTheWay = Files.writeString(data.resolve("camera"), "");
    try (TestContext context = context()) {
      assertThatThrownBy(() -> sources.open(camera, context)).isInstanceOf(IOException.class);
      assertThat(context.status().current().state()).isEqualTo(State.OFFLINE);
      assertThat(context.status().current().detail())
          .isEqualTo("the address of the source cannot be kept");
      assertThat(context.processes().asked()).isEmpty();

      Files.delete(inTheWay);
      sources.open(camera, context).close();
      assertThat(inTheWay.resolve("living.ffconcat")).content().contains("me:s3cret@");
    }
  }

  @Test
  void twoSourcesDoNotShareAFolder() throws Exception {
    try (TestContext context = context();
        Controller first = sources.open(device("device1", "lavfi:testsrc2"), context)) {
      assertThat(first.status().state()).isEqualTo(State.STARTING);
      assertThatThrownBy(() -> sources.open(device("device2", "lavfi:testsrc2"), context))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("DEVICE2_VIDEO_STREAM_PATH")
          .hasMessageContaining("device1");
    }
    assertThat(sources.folder("living")).as("while the device changes hands").isPresent();
    try (TestContext context = context();
        Controller second = sources.open(device("device2", "lavfi:testsrc2"), context)) {
      assertThat(second.status().state()).isEqualTo(State.STARTING);
    }
  }

  @Test
  void theFilesOfADeviceThatDoesNotComeBackAreNotServed() throws Exception {
    DeviceDefinition device = device("device1", "lavfi:testsrc2");
    try (TestContext context = context()) {
      Controller first = sources.open(device, context);
      now.set(Instant.EPOCH.plusSeconds(3600));
      first.close();
      now.set(now.get().plusSeconds(59));
      assertThat(sources.folder("living")).isPresent();
      now.set(now.get().plusSeconds(1));
      assertThat(sources.folder("living")).isEmpty();

      try (Controller second = sources.open(device, context)) {
        first.close();
        assertThat(second.status().state()).isEqualTo(State.STARTING);
        assertThat(sources.folder("living")).as("it is back").isPresent();
        assertThatThrownBy(() -> sources.open(device("device2", "lavfi:testsrc2"), context))
            .as("it has its folder")
            .isInstanceOf(SettingException.class);
      }
    }
  }

  @Test
  void theHostIsToldOfTheSettingThatNamesItsFolder() throws Exception {
    DeviceDefinition host =
        new DeviceDefinition(
            "host",
            "Host",
            "host_vnc",
            Map.of("VIDEO_SOURCE", ":1", "VIDEO_CAPTURE_PATH", "/living"));
    try (TestContext context = context();
        Controller first = sources.open(device("device1", "lavfi:testsrc2"), context)) {
      assertThat(first.status().state()).isEqualTo(State.STARTING);
      assertThatThrownBy(() -> sources.open(host, context))
          .hasMessageContaining("HOST_VIDEO_CAPTURE_PATH");
    }
  }

  @Test
  void aStreamWithoutItsSourceIsNotStartedAnew() throws Exception {
    Path clip = data.resolve("clip.mp4");
    try (TestContext context = context();
        AvController source =
            (AvController) sources.open(device("device1", clip.toString()), context)) {
      assertThatThrownBy(() -> source.restart("hd"))
          .isInstanceOf(ApiException.class)
          .hasMessage("Failed to restart stream service")
          .extracting(thrown -> ((ApiException) thrown).hint())
          .asString()
          .contains("clip.mp4 is not there");
      assertThat(source.feed().quality()).as("for when it is there").isEqualTo("hd");
    }
  }
}
