package com.virtualpytest.host.camera.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.tck.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The driver for captured devices keeps to the contract of drivers; and what all drivers for
 * pictures do beyond it.
 */
class HdmiStreamContractTest extends CameraContract {
  HdmiStreamContractTest() {
    super(new DeviceDefinition("device1", "TV", "stb", Map.of()));
  }

  @Override
  Driver driver(OpenSources sources) {
    return new HdmiStreamDriver(sources);
  }

  @Override
  String sourceSetting() {
    return "VIDEO";
  }

  @Override
  String folderSetting() {
    return "VIDEO_STREAM_PATH";
  }

  @Test
  void aCameraThatFreezesIsNotReadyUntilItGoesOn() throws Exception {
    try (TestContext context = context();
        Controller controller = newDriver().open(device(), context)) {
      awaitUsable(controller, true);
      freeze();
      awaitUsable(controller, false);
      assertThat(context.history())
          .extracting(Status::detail)
          .contains("no new picture for 3 s, the capture is started anew");
      studio().camera().freeze(false);
      awaitUsable(controller, true);
    }
  }

  @Test
  void aCaptureThatIsStartedAnewCanBeRecordedAtOnce() throws Exception {
    try (TestContext context = context();
        AvController controller = (AvController) newDriver().open(device(), context)) {
      awaitUsable(controller, true);
      controller.restart("low");
      assertThat(controller.status().state()).isEqualTo(State.BACKOFF);
      Recording begun = controller.record(FILM);
      assertThat(controller.endRecording()).get().extracting(Recording::id).isEqualTo(begun.id());
      assertThat(begun.file()).exists();
    }
  }

  @Test
  void whatIsClosedMeanwhileDoesNotStartTheCaptureAnew() throws Exception {
    Future<Void> restart;
    try (TestContext context = context();
        AvController controller = (AvController) newDriver().open(device(), context)) {
      awaitUsable(controller, true);
      hardware().slowDown(Duration.ofMinutes(1));
      restart = begin(() -> controller.restart("low"));
    }
    hardware().bringBack();
    restart.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    ProcessStatus ffmpeg = studio().programs().processes().get(0).status();
    assertThat(ffmpeg.status().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void thePlaylistTellsOfACaptureThatRunsAndOfNoOther() throws Exception {
    Path playlist;
    try (TestContext context = context();
        AvController controller = (AvController) newDriver().open(device(), context)) {
      playlist = controller.feed().folder().hot().resolve("segments/output.m3u8");
      await().atMost(PATIENCE).until(() -> Files.exists(playlist));
    }
    try (TestContext context = context();
        Controller adopting = newDriver().open(device(), context)) {
      while (!adopting.status().state().usable()) {
        assertThat(playlist).as("the capture goes on").exists();
      }
      hardware().takeAway();
      awaitUsable(adopting, false);
      await("offline").atMost(PATIENCE).until(() -> Files.notExists(playlist));
    }
    studio().programs().endAll();
    Files.writeString(playlist, "#EXTM3U\n");
    Files.setLastModifiedTime(playlist, FileTime.from(Instant.now().minusSeconds(60)));
    hardware().bringBack();
    freeze();
    try (TestContext context = context();
        Controller starting = newDriver().open(device(), context)) {
      await("a start").atMost(PATIENCE).until(() -> Files.notExists(playlist));
      assertThat(starting.status().state()).isEqualTo(State.STARTING);
    }
  }

  @Test
  void aFolderThatIsTakenAwayIsMadeAnew() throws Exception {
    try (TestContext context = context();
        AvController controller = (AvController) newDriver().open(device(), context)) {
      awaitUsable(controller, true);
      Path hot = controller.feed().folder().hot();
      Path away = hot.resolveSibling("away");
      Files.move(hot, away);
      await("a new playlist")
          .atMost(PATIENCE)
          .until(() -> Files.exists(hot.resolve("segments/output.m3u8")));
      awaitUsable(controller, true);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Begins something that waits, in another thread, and returns when it does. */
  private static Future<Void> begin(Work work) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread thread = new Thread(task, "lane");
    thread.start();
    await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return task;
  }
}
