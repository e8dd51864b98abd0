package com.virtualpytest.host.camera.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.api.process.ProcessDescription.Explanation;
import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.recording.Limits;
import com.virtualpytest.host.camera.internal.source.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is told to ffmpeg, and what is made of what it prints; the lines are those of ffmpeg 5.1.
 */
class CaptureCommandTest {
  @TempDir Path folder;

  private CaptureCommand command(String source, String audio) {
    CameraSettings settings =
        new CameraSettings(
            new CapturePaths(source, "capture1", "/host/stream/capture1", "/x/capture1"),
            Source.parse(source).orElseThrow(),
            Optional.ofNullable(audio),
            audio != null,
            10,
            "1280x720",
            "mjpeg",
            new CaptureFolder(folder, folder.resolve("hot")),
            folder.resolve("camera/capture1.ffconcat"),
            List.of(),
            new Limits(1 << 30, Duration.ofDays(1)));
    return new CaptureCommand(settings, Quality.LOW);
  }

  /** The explanation that the last line gives for which there is one. */
  private static String explained(CaptureCommand command, String... lines) {
    String detail = null;
    for (String line : lines) {
      for (Explanation explanation : command.description().explanations()) {
        if (Pattern.compile(explanation.regex()).matcher(line).find()) {
          detail = explanation.detail();
        }
      }
    }
    return detail;
  }

  @ParameterizedTest
  @CsvSource({
    "'[video4linux2,v4l2 @ 0x5] [error] ioctl(VIDIOC_STREAMON): Device or resource busy',"
        + " /dev/video0 is used by another program",
    "'[error] /dev/video0: Device or resource busy', /dev/video0 is used by another program",
    "'[error] /dev/video0: Permission denied', /dev/video0 may not be opened",
    "'[video4linux2,v4l2 @ 0x5] [error] ioctl(VIDIOC_QUERYCAP): Inappropriate ioctl for device',"
        + " /dev/video0 is no video device",
    "'[video4linux2,v4l2 @ 0x5] [error] Not a video capture device.',"
        + " /dev/video0 is no video device",
    "'[alsa @ 0x5] [error] cannot open audio device hw:2,0 (No such file or directory)',"
        + " 'the sound device hw:2,0 cannot be opened'",
    "'[alsa @ 0x5] [error] cannot open audio device hw:2,0 (Device or resource busy)',"
        + " 'the sound device hw:2,0 cannot be opened'",
    "'[image2 @ 0x5] [error] Could not open file : No space left on device',"
        + " the disk for the pictures is full",
  })
  void whatCardsSayIsUnderstood(String line, String detail) {
    assertThat(explained(command("/dev/video0", "hw:2,0"), line)).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "'[error] http://c/x: Connection refused', does not answer",
    "'[tcp @ 0x5] [error] Failed to resolve hostname c: Name or service not known',"
        + " does not answer",
    "'[error] http://c/x: Server returned 401 Unauthorized (authorization failed)',"
        + " refuses name and password",
    "'[error] http://c/x: Server returned 404 Not Found', has no pictures there",
    "'[error] http://c/x: Server returned 5XX Server Error reply', has no pictures there",
    "'[error] http://c/x: Invalid data found when processing input', gives no pictures",
  })
  void whatNetworksSayIsUnderstood(String line, String detail) {
    assertThat(explained(command("http://c/x", null), line)).isEqualTo("http://c/x " + detail);
  }

  @Test
  void cardsAreAskedForTheirFormat() {
    assertThat(command("/dev/video0", "hw:2,0").description().command())
        .containsSequence("-f", "v4l2", "-input_format", "mjpeg", "-video_size", "1280x720")
        .containsSequence("-framerate", "10", "-i", "/dev/video0", "-f", "alsa");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://c/x, -rtsp_transport",
    "http://c/video.mjpg, -use_wallclock_as_timestamps",
    "https://c/live/index.m3u8?a=b, -re",
  })
  void streamsArePacedAsTheyTellTheTime(String source, String option) {
    assertThat(command(source, null).description().command()).contains(option, source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's", "it#s", "it?s", "it/s", "it@s"})
  void passwordsAreNoArguments(String password) {
    CaptureCommand command = command("rtsp://me:" + password + "@c/x", null);
    assertThat(command.description().toString()).doesNotContain(password);
    assertThat(command.description().command())
        .containsSequence("-i", folder.resolve("camera/capture1.ffconcat").toString());
  }

  @Test
  void addressesAreReadByTheirUserOnly() throws Exception {
    Path file = folder.resolve("camera/capture1.ffconcat");
    AddressFile.write(new Source.Network("rtsp://me:it's@c/x"), file);
    assertThat(file).content().contains("file 'rtsp://me:it'\\''s@c/x'", "rtsp_transport tcp");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
