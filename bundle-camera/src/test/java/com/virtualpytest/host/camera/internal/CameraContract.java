package com.virtualpytest.host.camera.internal;

import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
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
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drivers for pictures keep to the contract of drivers. Their hardware is a network camera,
 * which a real ffmpeg looks at. The tests share both, since ffmpeg takes its time to begin; a test
 * that broke them leaves no ffmpeg behind. An object that the tests make themselves has its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CameraContract extends DriverContract {
  private static final String PASSWORD = "s3cret-4711";
  private static final String RECORD = "record";
  private static final String RESTART = "restart";
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** The shortest film: one picture. It is ended as soon as it was begun. */
  static final Wish FILM = new Wish(null, Duration.ofMinutes(1), 5, 64, 36);

  /** What is looked at, by which programs, and where the pictures go. */
  record Studio(VirtualCamera camera, RunningPrograms programs, Path data) {
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

  private final DeviceDefinition plain;
  private Studio shared;
  private Studio studio;
  private TestProcesses asked;
  private boolean broken;

  /**
   * @param plain the device, without what it looks at
   */
  CameraContract(DeviceDefinition plain) {
    this.plain = plain;
  }

  /** The driver under test. */
  abstract Driver driver(OpenSources sources);

  /** The setting that says what is looked at, without prefix. */
  abstract String sourceSetting();

  /** The setting that names the folder of the pictures, without prefix. */
  abstract String folderSetting();

  Studio studio() {
    return studio;
  }

  /** The camera sends nothing more, and does not say so. */
  void freeze() {
    broken = true;
    studio.camera().freeze(true);
  }

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
    return driver(new OpenSources(LOOK, InstantSource.system()));
  }

  @Override
  public DeviceDefinition device() {
    Map<String, String> settings = new HashMap<>(plain.settings());
    settings.put(sourceSetting(), studio.camera().address());
    settings.put("VIDEO_FPS", "5");
    return new DeviceDefinition(plain.id(), plain.name(), plain.model(), settings);
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
        new WrongSetting(sourceSetting(), "ftp://me:" + PASSWORD + "@camera/video"),
        new WrongSetting("VIDEO_FPS", "many"),
        new WrongSetting("VIDEO_SIZE", "large"),
        new WrongSetting("VIDEO_FORMAT", "-i"),
        new WrongSetting("VIDEO_IGNORE", "1,2,3"),
        new WrongSetting(folderSetting(), "/host/stream/.."));
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

  TestContext context() {
    TestContext context = new TestContext(studio.data(), hostSettings());
    context.processes().runBy(studio.programs());
    return context;
  }

  static void awaitUsable(Controller controller, boolean usable) {
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
        freeze();
        studio.programs().stick(true);
      }
    };
  }
}
