package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.camera.internal.analysis.FrameWatch;
import com.virtualpytest.host.camera.internal.capture.CaptureCommand;
import com.virtualpytest.host.camera.internal.capture.CaptureRun;
import com.virtualpytest.host.camera.internal.capture.PictureHub;
import com.virtualpytest.host.camera.internal.capture.Quality;
import com.virtualpytest.host.camera.internal.recording.Recordings;
import com.virtualpytest.host.camera.internal.storage.ActiveCaptures;
import com.virtualpytest.host.camera.internal.storage.Archiver;
import com.virtualpytest.host.camera.internal.storage.Disk;
import com.virtualpytest.host.camera.internal.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A source while it is open. */
final class CaptureController implements AvController {
  private static final long ROOM_MILLIS = 2000;
  private static final long TRIM_MILLIS = 20_000;
  private static final long ARCHIVE_SECONDS = 60;
  private static final Duration RETURN = Duration.ofSeconds(5);

  private final CameraSettings settings;
  private final DriverContext context;
  private final PictureHub hub;
  private final CaptureRun run;
  private final FrameWatch frames;
  private final Storage storage;
  private final Archiver archiver;
  private final Recordings recordings;
  private final Runnable whenClosed;
  private final Duration look;

  /** For what takes its time: the disk. */
  private final ScheduledExecutorService disk;

  /**
   * @param active is told what is captured
   * @param whenClosed is called with the end of this
   * @param look from one look at the capture to the next
   */
  CaptureController(
      CameraSettings settings,
      DriverContext context,
      ActiveCaptures active,
      Runnable whenClosed,
      Duration look) {
    Clock clock = Clock.systemUTC();
    this.settings = settings;
    this.context = context;
    this.whenClosed = whenClosed;
    this.look = look;
    this.disk = Executors.newSingleThreadScheduledExecutor(this::thread);
    this.hub = new PictureHub(clock);
    this.storage = new Storage(settings.folder(), Disk.real(), clock, context.logger());
    this.run =
        new CaptureRun(
            settings,
            context.processes(),
            context.status(),
            hub,
            storage::trouble,
            (pid, quality) -> disk.execute(() -> note(active, pid, quality)),
            context.logger(),
            clock);
    this.archiver =
        new Archiver(settings.folder(), storage, settings.sound(), clock, context.logger());
    this.frames = new FrameWatch(settings, run, archiver::metadata, context, clock);
    this.recordings =
        new Recordings(
            settings,
            hub,
            () -> status().state().usable(),
            this::hasSound,
            clock,
            context.logger());
  }

  private void note(ActiveCaptures active, long pid, String quality) {
    active.note(settings.folder().cold(), pid, quality, context.logger());
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "disk-" + settings.folder().name(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(CaptureController.class.getClassLoader());
    return thread;
  }

  void start() {
    every(context.scheduler(), look.toMillis(), 0, run::look);
    long still = 1000 / settings.stillsPerSecond();
    every(context.scheduler(), still, still, frames::look);
    every(disk, ROOM_MILLIS, 0, storage::makeRoom);
    every(disk, TRIM_MILLIS, TRIM_MILLIS, storage::trim);
    every(disk, TRIM_MILLIS, 0, recordings::tidy);
    every(disk, ARCHIVE_SECONDS * 1000, ARCHIVE_SECONDS * 1000, archiver::archive);
  }

  /** A defect must not end what is done again and again. */
  private void every(ScheduledExecutorService by, long millis, long delay, Runnable task) {
    by.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            context.logger().error("The capture met a defect; it goes on", e);
          }
        },
        delay,
        millis,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public Status status() {
    return context.status().current();
  }

  @Override
  public List<ActionDescription> actions() {
    return List.of();
  }

  @Override
  public CommandResult execute(Command command) {
    return CommandResult.unknown(command);
  }

  @Override
  public Feed feed() {
    Optional<ProcessStatus> process = run.processStatus();
    boolean delivers = process.map(now -> now.status().state().usable()).orElse(false);
    Instant since = delivers ? run.begun() : null;
    return new Feed(
        settings.paths().shownSource(),
        settings.folder(),
        run.quality().wireName(),
        settings.stillsPerSecond(),
        Duration.ofSeconds(settings.segmentSeconds()),
        since,
        process.map(ProcessStatus::pid).orElse(0L),
        hasSound());
  }

  private boolean hasSound() {
    return settings.sound() && run.reading(CaptureCommand.LOUDNESS).isPresent();
  }

  @Override
  public Optional<Picture> newest() {
    return hub.newest();
  }

  @Override
  public AutoCloseable onPicture(Consumer<Picture> listener) {
    return hub.listen(listener);
  }

  @Override
  public void restart(String quality) throws ParameterException, InterruptedException {
    run.restart(
        Quality.of(quality)
            .orElseThrow(() -> new ParameterException("quality", "must be low, sd or hd")));
  }

  @Override
  public Recording record(Wish wish) throws InterruptedException {
    awaitReturn();
    return recordings.begin(wish);
  }

  /** A capture that is started anew brings pictures soon, or says what keeps it from that. */
  private void awaitReturn() throws InterruptedException {
    long deadline = System.nanoTime() + RETURN.toNanos();
    while (status().state() == State.BACKOFF && System.nanoTime() < deadline) {
      Thread.sleep(look.toMillis());
    }
  }

  @Override
  public Optional<Recording> endRecording() throws InterruptedException {
    return recordings.end();
  }

  @Override
  public List<Recording> recordings() {
    return recordings.all();
  }

  /** The capture itself goes on: it belongs to the host, which ends it when the device goes. */
  @Override
  public void close() {
    run.close();
    hub.close();
    recordings.close();
    disk.shutdownNow();
    whenClosed.run();
  }
}
