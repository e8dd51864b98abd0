package com.virtualpytest.host.camera.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.simulators.camera.VirtualCamera;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.Sample;
import com.virtualpytest.host.tck.TestContext;
import com.virtualpytest.host.tck.TestProcesses;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver for pictures keeps to the contract of drivers. Its hardware is a network camera, which
 * a real ffmpeg looks at. The tests share both, since ffmpeg takes its time to begin; a test that
 * broke them leaves no ffmpeg behind. An object that the tests make themselves has its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraContractTest extends DriverContract {
  private static final String PASSWORD = "s3cret-4711";
  private static final String RECORD = "record";
  private static final String RESTART = "restart";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** The shortest film: one picture. It is ended as soon as it was begun. */
  private static final Wish FILM = new Wish(null, Duration.ofMinutes(1), 5, 64, 36);

  /** What is looked at, by which programs, and where the pictures go. */
  private record Studio(VirtualCamera camera, RunningPrograms programs, Path data) {
    static Studio in(Path folder) throws IOException {
      return new Studio(new VirtualCamera(0, PASSWORD), new RunningPrograms(), folder);
    }

    void mend() throws IOException {
      camera.plug();
      camera.freeze(false);
      programs.stick(false);
    }

    void close() {
      programs.endAll();
      camera.close();
    }
  }

  private Studio shared;
  private Studio studio;
  private TestProcesses asked;
  private boolean broken;

  @BeforeAll
  void openStudio(@TempDir Path folder) throws IOException {
    shared = Studio.in(folder);
  }

  @AfterAll
  void closeStudio() {
    shared.close();
  }

  @Override
  public void programs(TestProcesses programs) {
    asked = programs;
  }

  @Override
  public void start(Path folder) throws IOException {
    studio = shared == null ? Studio.in(folder) : shared;
    broken = false;
    asked.runBy(studio.programs());
  }

  @Override
  public void stop() throws IOException {
    if (shared == null) {
      studio.close();
    } else if (broken) {
      studio.mend();
      studio.programs().endAll();
    }
  }

  @Override
  public Driver newDriver() {
    return new HdmiStreamDriver(new OpenSources(LOOK));
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(
        "device1", "TV", "stb", Map.of("VIDEO", studio.camera().address(), "VIDEO_FPS", "5"));
  }

  @Override
  public Map<String, String> hostSettings() {
    return Map.of("HOST_DATA_DIR", studio.data().toString());
  }

  @Override
  public Set<String> secrets() {
    return Set.of(PASSWORD);
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(
        new WrongSetting("VIDEO", "ftp://me:" + PASSWORD + "@camera/video"),
        new WrongSetting("VIDEO_FPS", "many"),
        new WrongSetting("VIDEO_SIZE", "large"),
        new WrongSetting("VIDEO_FORMAT", "-i"),
        new WrongSetting("VIDEO_IGNORE", "1,2,3"),
        new WrongSetting("VIDEO_STREAM_PATH", "/host/stream/.."));
  }

  /** What the host's routes ask of sources of pictures in the device's lane. */
  @Override
  public CommandResult execute(Controller controller, Command command) throws Exception {
    AvController source = (AvController) controller;
    try {
      return switch (command.name()) {
        case RECORD -> record(source);
        case RESTART -> {
          source.restart("low");
          yield CommandResult.ok();
        }
        default -> source.execute(command);
      };
    } catch (ApiException e) {
      return CommandResult.failed(e.code(), e.getMessage(), e.hint());
    }
  }

  private static CommandResult record(AvController source) throws InterruptedException {
    source.record(FILM);
    return source
        .endRecording()
        .filter(film -> Files.exists(film.file()))
        .map(film -> CommandResult.ok("Recorded", Map.of("id", film.id())))
        .orElse(CommandResult.failed(ErrorCode.INTERNAL, "There is no film", null));
  }

  @Override
  public Sample works() {
    return Sample.of(RECORD);
  }

  /** While its ffmpeg cannot be ended, a capture cannot be started anew. */
  @Override
  public Sample lasting() {
    return Sample.of(RESTART);
  }

  @Test
  void aCameraThatFreezesIsNotReadyUntilItGoesOn() throws Exception {
    try (TestContext context = context();
        Controller controller = newDriver().open(device(), context)) {
      awaitUsable(controller, true);
      broken = true;
      studio.camera().freeze(true);
      awaitUsable(controller, false);
      assertThat(context.history())
          .extracting(Status::detail)
          .contains("no new picture for 3 s, the capture is started anew");
      studio.camera().freeze(false);
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
    ProcessStatus ffmpeg = studio.programs().processes().get(0).status();
    assertThat(ffmpeg.status().state()).isEqualTo(State.STOPPED);
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

  private TestContext context() {
    TestContext context = new TestContext(studio.data(), hostSettings());
    context.processes().runBy(studio.programs());
    return context;
  }

  private static void awaitUsable(Controller controller, boolean usable) {
    await().atMost(PATIENCE).until(() -> controller.status().state().usable() == usable);
  }

  @Override
  public Hardware hardware() {
    return new Hardware() {
      @Override
      public void takeAway() {
        broken = true;
        studio.camera().unplug();
      }

      @Override
      public void bringBack() throws IOException {
        studio.mend();
      }

      @Override
      public void slowDown(Duration answer) {
        broken = true;
        studio.camera().freeze(true);
        studio.programs().stick(true);
      }
    };
  }
}
