package com.virtualpytest.host.camera.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.camera.internal.capture.CaptureCommand;
import com.virtualpytest.host.camera.internal.capture.Quality;
import com.virtualpytest.host.camera.internal.recording.Limits;
import com.virtualpytest.host.camera.internal.source.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraSettingsTest {
  private static final Map<String, String> HOST = Map.of("HOST_DATA_DIR", "/data");

  private static CameraSettings settings(String... pairs) throws SettingException {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return CameraSettings.from(
        new DeviceDefinition("device3", "TV", "stb", values),
        name -> Optional.ofNullable(HOST.get(name)));
  }

  private static List<String> command(CameraSettings settings) {
    return new CaptureCommand(settings, Quality.LOW).description().command();
  }

  @Test
  void foldersFollowTheStreamPath() throws Exception {
    CameraSettings usual = settings("VIDEO", "/dev/video0");
    assertThat(usual.folder().cold()).hasToString("/data/stream/capture3");
    assertThat(usual.folder().hot()).hasToString("/data/stream/capture3/hot");
    assertThat(usual.paths().stream()).isEqualTo("/host/stream/capture3");
    assertThat(usual.paths().capture()).isEqualTo("/var/www/html/stream/capture3");
    CameraSettings named =
        settings(
            "VIDEO",
            ":1",
            "VIDEO_STREAM_PATH",
            "/host/stream/living",
            "VIDEO_CAPTURE_PATH",
            "/x/y");
    assertThat(named.folder().cold()).hasToString("/data/stream/living");
    assertThat(named.paths().capture()).isEqualTo("/x/y");
  }

  @Test
  void soundIsTakenWhereItIsAskedFor() throws Exception {
    assertThat(command(settings("VIDEO", "/dev/video0", "VIDEO_AUDIO", "null")))
        .doesNotContain("alsa", "aac");
    assertThat(command(settings("VIDEO", "/dev/video0", "VIDEO_AUDIO", "plughw:2,0")))
        .containsSequence("-thread_queue_size", "2048", "-i", "plughw:2,0")
        .contains("1:a?");
    assertThat(command(settings("VIDEO", "rtsp://camera/1"))).contains("0:a?", "aac");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3#cret", "s3?cret", "s3/cret", "s3@cret"})
  void aPasswordIsNotShown(String password) throws Exception {
    CameraSettings settings = settings("VIDEO", "rtsp://me:" + password + "@camera/1");
    assertThat(settings.toString() + settings.paths()).doesNotContain("cret");
    assertThat(settings.source()).isInstanceOf(Source.Network.class);
  }

  @Test
  void aFileInMemoryIsNoCard() throws Exception {
    assertThat(settings("VIDEO", "/dev/shm/clip.mp4").source()).isInstanceOf(Source.Media.class);
    assertThat(settings("VIDEO", "/dev/video0").source()).isInstanceOf(Source.V4l2.class);
  }

  @Test
  void theQualityOfARunningProcessIsKnown() throws Exception {
    CameraSettings settings = settings("VIDEO", "lavfi:testsrc2");
    var description = new CaptureCommand(settings, Quality.HD).description();
    assertThat(CaptureCommand.quality(description)).contains(Quality.HD);
    assertThat(description)
        .isEqualTo(
            new CaptureCommand(settings("VIDEO", "lavfi:testsrc2"), Quality.HD).description());
  }

  @Test
  void howMuchIsKeptOfRecordingsIsSaidForAllSources() throws Exception {
    DeviceDefinition device = new DeviceDefinition("device3", "TV", "stb", Map.of("VIDEO", ":1"));
    assertThat(CameraSettings.from(device, name -> Optional.empty()).kept())
        .isEqualTo(new Limits(20L << 30, Duration.ofDays(30)));
    Map<String, String> host = Map.of("RECORDINGS_MAX_GB", "1", "RECORDINGS_MAX_DAYS", "2");
    assertThat(CameraSettings.from(device, name -> Optional.ofNullable(host.get(name))).kept())
        .isEqualTo(new Limits(1L << 30, Duration.ofDays(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "VIDEO, ftp://x/y",
    "VIDEO, -i /etc/passwd",
    "VIDEO_FPS, 0",
    "VIDEO_FPS, 61",
    "VIDEO_SIZE, large",
    "VIDEO_FORMAT, '-i x'",
    "VIDEO_IGNORE, '1,2,3'",
    "VIDEO_STREAM_PATH, /host/stream/..",
    "VIDEO_STREAM_PATH, /host/stream/screenshots",
  })
  void whatIsWrongIsNamed(String setting, String value) {
    assertThatThrownBy(() -> settings("VIDEO", "/dev/video0", setting, value))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("DEVICE3_" + setting);
  }
}
