package com.virtualpytest.host.camera.internal.capture;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.driver.StatusHolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ManagedProcess.Reading;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;

/**
 * Keeps the ffmpeg of a source going: starts it when its source is there, ends it when that goes,
 * starts it anew when it brings nothing, and says truthfully how all that is. {@link #look} is
 * called a few times a second; the process itself belongs to the host and outlives this object.
 */
public final class CaptureRun implements AutoCloseable {
  private static final Duration STALL = Duration.ofSeconds(3);
  private static final Duration NEW_CHANCE = Duration.ofSeconds(5);
  private static final long END_MILLIS = 5000;

  private final CameraSettings settings;
  private final ProcessSupervisor processes;
  private final StatusHolder status;
  private final PictureHub hub;
  private final Supplier<Optional<String>> trouble;
  private final Noted noted;
  private final Logger log;
  private final Clock clock;

  private volatile ManagedProcess process;
  private volatile Quality quality;
  private volatile Instant begun;
  private volatile Instant started = Instant.MIN; // of a run that was not adopted
  private long notedPid; // guarded by this
  private AutoCloseable changes;
  private AutoCloseable bytes;
  private Object identity; // guarded by this: of the source when the capture was started
  private boolean held; // guarded by this: the capture is down on purpose for a moment
  private boolean closed; // guarded by this

  /** Is told which process captures, 0 for none, and in which quality. Must not block. */
  public interface Noted {
    void runs(long pid, String quality);
  }

  /**
   * @param trouble what is not as it should be although pictures come, one sentence
   * @param noted is told of each run
   */
  public CaptureRun(
      CameraSettings settings,
      ProcessSupervisor processes,
      StatusHolder status,
      PictureHub hub,
      Supplier<Optional<String>> trouble,
      Noted noted,
      Logger log,
      Clock clock) {
    this.settings = settings;
    this.processes = processes;
    this.status = status;
    this.hub = hub;
    this.trouble = trouble;
    this.noted = noted;
    this.log = log;
    this.clock = clock;
    Optional<ManagedProcess> running =
        processes.processes().stream()
            .filter(known -> known.description().name().equals(CaptureCommand.NAME))
            .findFirst();
    this.quality =
        running.flatMap(known -> CaptureCommand.quality(known.description())).orElse(Quality.LOW);
    this.begun = clock.instant();
    running.map(known -> known.status().status().since()).ifPresent(since -> begun = since);
  }

  /** The quality of the stream. */
  public Quality quality() {
    return quality;
  }

  /** What the process told in its present run, by name. */
  public Optional<Reading> reading(String name) {
    ManagedProcess known = process;
    return known == null ? Optional.empty() : Optional.ofNullable(known.readings().get(name));
  }

  /** The process; empty while there was no reason to start it. */
  public Optional<ProcessStatus> processStatus() {
    ManagedProcess known = process;
    return known == null ? Optional.empty() : Optional.of(known.status());
  }

  /** When the present run began: files of it are younger. */
  public Instant begun() {
    return begun;
  }

  /** Compares what is with what should be, and does something about it. */
  public void look() {
    // These ask the file system and X servers, which may take their time: whoever closes this or
    // wants another quality must not wait for that.
    String missing = settings.source().missing();
    Object present = settings.source().identity();
    makeFolders();
    synchronized (this) {
      if (!held && !closed) {
        compare(missing, present);
        note();
        removeOldPlaylist();
      }
    }
  }

  /** A folder in memory can be emptied by the system, as systemd does when a user logs out. */
  private void makeFolders() {
    if (!Files.isDirectory(settings.folder().hot().resolve("captures"))) {
      try {
        Folders.make(settings.folder());
      } catch (IOException e) {
        log.debug("The folders of {} cannot be made", settings, e); // ffmpeg says so
      }
    }
  }

  private void note() {
    long pid = process == null ? 0 : process.status().pid();
    if (pid != notedPid) {
      notedPid = pid;
      noted.runs(pid, quality.wireName());
    }
  }

  private void compare(String missing, Object present) {
    if (missing != null) {
      if (process != null && process.status().pid() != 0) {
        process.stop();
      }
      status.offline(missing, settings.source().hint());
      return;
    }
    if (process == null || process.status().status().state() == State.STOPPED) {
      identity = present;
      run();
    } else if (!Objects.equals(identity, present)) {
      identity = present;
      log.info("{} was away; ffmpeg is started anew", settings.paths().shownSource());
      process.restart();
    }
    judge(process.status());
  }

  private void run() {
    ProcessDescription description = new CaptureCommand(settings, quality).description();
    if (!runs(description)) {
      started = clock.instant();
    }
    ManagedProcess next = processes.run(description);
    if (process == null) {
      Pictures pictures = new Pictures(hub::add);
      bytes = next.onBytes(pictures);
      changes = next.onChange(this::changed);
    }
    process = next;
  }

  /** Whether it is adopted when it is asked for. */
  private boolean runs(ProcessDescription description) {
    return processes.processes().stream()
        .anyMatch(known -> known.description().equals(description) && known.status().pid() != 0);
  }

  private void changed(ProcessStatus now) {
    if (now.status().state() == State.STARTING) {
      begun = clock.instant();
      started = begun;
    }
  }

  private void judge(ProcessStatus now) {
    Status known = now.status();
    switch (known.state()) {
      case READY, DEGRADED -> judgePictures();
      case STARTING, STOPPED ->
          starting(known); // asked to run a moment ago, it may be stopped still
      case FAILED -> failed(known);
      default ->
          status.offline(detail(known, "ffmpeg is " + known.state().wireName()), known.hint());
    }
  }

  /** A start after pictures came tells what happened; the first one is a start. */
  private void starting(Status known) {
    State before = status.current().state();
    if (before == State.STARTING) {
      status.set(State.STARTING, known.detail(), known.hint());
    } else if (before.usable() || before == State.DEGRADED) {
      status.set(State.BACKOFF, "the capture is started anew", null);
    }
  }

  /** What has no program stays so; all else may come back by itself. */
  private void failed(Status known) {
    boolean lost = known.detail() != null && known.detail().contains("PATH");
    if (lost) {
      status.set(State.FAILED, known.detail(), known.hint());
      return;
    }
    status.offline(detail(known, "ffmpeg fails again and again"), known.hint());
    if (known.age(clock.instant()).compareTo(NEW_CHANCE) > 0) {
      process.restart();
    }
  }

  private void judgePictures() {
    Instant now = clock.instant();
    Optional<Reading> frame = reading(CaptureCommand.FRAME);
    Duration age = frame.map(reading -> Duration.between(reading.since(), now)).orElse(STALL);
    if (age.compareTo(STALL) >= 0 && Duration.between(begun, now).compareTo(STALL) > 0) {
      log.warn("No new picture for {} ms; ffmpeg is started anew", age.toMillis());
      status.set(State.BACKOFF, "no new picture for 3 s, the capture is started anew", null);
      begun = now; // one restart for one stall
      process.restart();
      return;
    }
    Optional<Picture> newest = hub.newest();
    if (newest.isEmpty() || Duration.between(newest.get().at(), now).compareTo(STALL) > 0) {
      return; // the process is ready; so is the source once a picture is here
    }
    Optional<String> wrong = trouble.get();
    if (wrong.isPresent()) {
      status.set(
          State.DEGRADED,
          wrong.get(),
          "make room, or set STREAM_BASE_PATH, STREAM_HOT_PATH to larger disks");
    } else {
      status.ready();
    }
  }

  private static String detail(Status known, String fallback) {
    return known.detail() == null ? fallback : known.detail();
  }

  /**
   * Ends the capture, lets go of the source, and starts it with this quality and new numbers; not
   * when this is closed meanwhile.
   *
   * @throws ApiException {@code UNAVAILABLE} when this is closed already; {@code INTERNAL} when
   *     there is no source: it is started with this quality once that is there
   * @throws InterruptedException it did not end in time; it is started all the same
   */
  public void restart(Quality next) throws InterruptedException {
    synchronized (this) {
      if (closed) {
        throw new ApiException(
            ErrorCode.UNAVAILABLE, "The driver is being closed", "Try again", null);
      }
      held = true;
      quality = next;
      if (process != null) {
        process.stop();
      }
    }
    try {
      long deadline = System.nanoTime() + END_MILLIS * 1_000_000;
      while (processStatus().map(now -> now.status().state() != State.STOPPED).orElse(false)
          && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      removePlaylist(Instant.MAX);
    } finally {
      synchronized (this) {
        held = false;
      }
      look();
    }
    String missing = settings.source().missing();
    if (missing != null) {
      throw new ApiException(
          ErrorCode.INTERNAL,
          "Failed to restart stream service",
          missing + ": " + settings.source().hint(),
          null);
    }
  }

  /** While nothing is captured, no playlist says so; after a start none tells of before. */
  private void removeOldPlaylist() {
    boolean runs = process != null && process.status().pid() != 0;
    removePlaylist(runs ? started : Instant.MAX);
  }

  /** Removes one that was written before that: players must not take the old one for the new. */
  private void removePlaylist(Instant limit) {
    Path playlist = settings.folder().hot().resolve("segments/output.m3u8");
    try {
      if (Files.exists(playlist)
          && Files.getLastModifiedTime(playlist).toInstant().isBefore(limit)) {
        Files.deleteIfExists(playlist);
      }
    } catch (NoSuchFileException e) {
      log.debug("{} was replaced meanwhile", playlist);
    } catch (IOException e) {
      log.warn("{} could not be removed", playlist, e);
    }
  }

  /** Listens no more; the process goes on. */
  @Override
  public synchronized void close() {
    closed = true;
    close(bytes);
    close(changes);
  }

  private void close(AutoCloseable listening) {
    try {
      if (listening != null) {
        listening.close();
      }
    } catch (Exception e) {
      log.warn("A listener could not be taken away", e);
    }
  }
}
