package com.virtualpytest.host.camera.internal.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.capture.PictureHub;
import com.virtualpytest.host.camera.internal.source.Source;
import com.virtualpytest.host.tck.TestContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of films, with a real ffmpeg. */
@Timeout(60)
class RecordingsTest {
  private final Clock clock = Clock.systemUTC();
  private final PictureHub hub = new PictureHub(clock);
  private Path folder;
  private Recordings recordings;

  @BeforeEach
  void make(@TempDir Path base) throws Exception {
    Path source = base.resolve("capture1");
    folder = Files.createDirectories(source.resolve("recordings"));
    CameraSettings settings =
        new CameraSettings(
            new CapturePaths("lavfi:testsrc2", "capture1", "/host/stream/capture1", "/x/capture1"),
            Source.parse("lavfi:testsrc2").orElseThrow(),
            Optional.empty(),
            false,
            10,
            "1280x720",
            "mjpeg",
            new CaptureFolder(source, source.resolve("hot")),
            base.resolve("capture1.ffconcat"),
            List.of(),
            new Limits(1 << 30, Duration.ofDays(1)));
    recordings =
        new Recordings(settings, hub, () -> true, () -> false, clock, TestContext.silent());
  }

  @AfterEach
  void close() {
    recordings.close();
  }

  private Path aged(Path file) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(60)));
    return file;
  }

  private Path leftover(String name) throws Exception {
    return aged(Files.writeString(folder.resolve(name), "no film"));
  }

  /** A film of two seconds under that name. */
  private Path film(String name) throws Exception {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error"));
    command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=64x36:rate=5:d=2"));
    Path file = folder.resolve(name);
    command.addAll(List.of("-c:v", "libx264", "-f", "mp4", file.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return file;
  }

  @Test
  void aFilmThatWasLeftBehindWholeIsKept() throws Exception {
    Path part = aged(film(".left.mp4.part"));
    Instant end = Files.getLastModifiedTime(part).toInstant();

    recordings.tidy();

    assertThat(part).doesNotExist();
    Recording found = recordings.all().get(0);
    assertThat(found.file()).isEqualTo(folder.resolve("left.mp4")).exists();
    assertThat(found.length()).isEqualTo(Duration.ofSeconds(2));
    assertThat(found.started()).isEqualTo(end.minusSeconds(2));
    assertThat(found.running()).isFalse();
  }

  @Test
  void whatIsNoFilmGoes() throws Exception {
    Path half = leftover(".half.mp4.part");
    Path sound = leftover(".half.mp4.part.0.ts");
    Path mixed = leftover(".half.mp4.part.mp4");
    Path alone = leftover(".gone.json");
    Path own = Files.writeString(folder.resolve("notes.txt"), "somebody's");

    recordings.tidy();

    assertThat(List.of(half, sound, mixed, alone)).allMatch(Files::notExists);
    assertThat(aged(own)).exists();
    assertThat(recordings.all()).isEmpty();
  }

  @Test
  void whatSomebodyStillWritesStays() throws Exception {
    Path young = Files.writeString(folder.resolve(".young.mp4.part"), "ffmpeg is at it");
    Path known = leftover(".there.json");
    Files.writeString(folder.resolve("there.mp4"), "a film");

    recordings.tidy();

    assertThat(young).exists();
    assertThat(known).exists();
  }

  private void picture() throws Exception {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 36, BufferedImage.TYPE_INT_RGB), "jpg", jpeg);
    hub.add(jpeg.toByteArray());
  }

  @Test
  void aFilmThatCannotBeBegunIsInNobodysWay() throws Exception {
    picture();
    String tooLong = "x".repeat(200_000); // for an argument: there is no ffmpeg then
    assertThatThrownBy(() -> recordings.begin(new Wish(tooLong, Duration.ofMinutes(5), 5, 64, 36)))
        .isInstanceOf(ApiException.class)
        .hasMessage("The recording could not be begun");

    picture();
    recordings.begin(new Wish("next", Duration.ofMinutes(5), 5, 64, 36));
    assertThat(recordings.end().orElseThrow().file()).isEqualTo(folder.resolve("next.mp4"));
  }

  @Test
  void theFilmThatIsBeingMadeStays() throws Exception {
    picture();
    recordings.begin(new Wish("now", Duration.ofMinutes(5), 5, 64, 36));
    Path part = folder.resolve(".now.mp4.part");
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(part));

    aged(part);
    recordings.tidy();

    assertThat(part).exists();
    assertThat(recordings.end().orElseThrow().file()).exists();
  }
}
