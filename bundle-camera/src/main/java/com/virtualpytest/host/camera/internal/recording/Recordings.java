package com.virtualpytest.host.camera.internal.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.capture.PictureHub;
import com.virtualpytest.host.camera.internal.storage.Disk;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.osgi.service.log.Logger;

/** The recordings of a source; one runs at a time. For all threads. */
public final class Recordings implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofMillis(1500);
  private static final long ROOM = 64L << 20;

  /** What nobody has written to for so long is of a host that was killed. */
  private static final Duration LEFT = Duration.ofSeconds(30);

  private final CameraSettings settings;
  private final PictureHub hub;
  private final BooleanSupplier pictures;
  private final BooleanSupplier sound;
  private final Clock clock;
  private final Logger log;
  private final Path folder;
  private final Shelf shelf;
  private final ObjectMapper json = new ObjectMapper();
  private Film running; // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param pictures whether the source gives pictures now
   * @param sound whether there is sound now
   */
  public Recordings(
      CameraSettings settings,
      PictureHub hub,
      BooleanSupplier pictures,
      BooleanSupplier sound,
      Clock clock,
      Logger log) {
    this.settings = settings;
    this.hub = hub;
    this.pictures = pictures;
    this.sound = sound;
    this.clock = clock;
    this.log = log;
    Path source = settings.folder().cold();
    this.folder = source.resolve("recordings");
    this.shelf = new Shelf(source.getParent(), settings.kept(), Disk.real(), clock, log);
  }

  /** Begins one; while one runs, that is the answer. */
  public synchronized Recording begin(Wish wish) {
    if (running != null && running.runs()) {
      return running.recording(true);
    }
    if (closed) {
      throw new ApiException(
          ErrorCode.UNAVAILABLE, "The driver is being closed", "Try again", null);
    }
    Instant now = clock.instant();
    if (!pictures.getAsBoolean() || !fresh(now)) {
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE,
          "There are no pictures to record",
          "GET /host/devices says why",
          null);
    }
    String id = free("capture_" + now.getEpochSecond());
    Path file = file(wish.name() == null ? id : wish.name());
    try {
      Files.createDirectories(folder);
      if (Files.exists(file)) {
        throw new ApiException(ErrorCode.CONFLICT, "There is a recording of that name already");
      }
      if (Files.getFileStore(folder).getUsableSpace() < ROOM) {
        throw new ApiException(
            ErrorCode.UNAVAILABLE, "The disk for recordings is full", "Make room", null);
      }
      int rate =
          wish.picturesPerSecond() == 0 ? settings.stillsPerSecond() : wish.picturesPerSecond();
      Film film = new Film(id, file, wish, rate, now, hub, track(file, now), log, this::finished);
      film.start();
      running = film;
      return film.recording(true);
    } catch (IOException e) {
      log.warn("A recording could not be begun", e);
      throw new ApiException(ErrorCode.INTERNAL, "The recording could not be begun");
    }
  }

  private boolean fresh(Instant now) {
    return hub.newest()
        .filter(picture -> Duration.between(picture.at(), now).compareTo(FRESH) <= 0)
        .isPresent();
  }

  /** That name, or another one when a recording that began in the same second has it. */
  private String free(String name) {
    String free = name;
    for (int i = 2; Files.exists(file(free)); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private Path file(String name) {
    return folder.resolve(name + ".mp4");
  }

  private Optional<SoundTrack> track(Path file, Instant started) {
    return sound.getAsBoolean()
        ? Optional.of(
            new SoundTrack(
                settings.folder().hot().resolve("segments"),
                Film.part(file),
                Duration.ofSeconds(settings.segmentSeconds()),
                started,
                log))
        : Optional.empty();
  }

  /**
   * Ends the one that runs and waits for its file.
   *
   * @throws ApiException {@code INTERNAL}: there is no file; {@code DEADLINE}: it comes later
   */
  public Optional<Recording> end() throws InterruptedException {
    Film film;
    synchronized (this) {
      film = running;
    }
    if (film == null || !film.runs()) {
      return Optional.empty();
    }
    film.end(PATIENCE);
    if (!film.complete()) {
      throw film.runs()
          ? new ApiException(ErrorCode.DEADLINE, "The recording is still being written")
          : new ApiException(
              ErrorCode.INTERNAL,
              "The recording could not be completed",
              "Is there room on the disk? The host's log has the cause",
              null);
    }
    return Optional.of(film.recording(false));
  }

  private void finished(Recording done) {
    try {
      Folders.write(
          Shelf.beside(done.file()),
          json.writeValueAsBytes(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("id", done.id())
                  .put("started", done.started().toString())
                  .put("duration", done.length().toMillis() / 1000.0)));
    } catch (IOException e) {
      log.warn("What is known of {} could not be written", done.file(), e);
    }
  }

  /** All of them, newest first. */
  public List<Recording> all() {
    List<Recording> found = new ArrayList<>();
    synchronized (this) {
      if (running != null && running.runs()) {
        found.add(running.recording(true));
      }
    }
    for (Folders.Entry entry : Folders.files(folder)) {
      if (Shelf.isFilm(entry.path())) {
        found.add(read(entry));
      }
    }
    found.sort(Comparator.comparing(Recording::started).reversed());
    return found;
  }

  private Recording read(Folders.Entry entry) {
    try {
      JsonNode known = json.readTree(Shelf.beside(entry.path()).toFile());
      return new Recording(
          known.path("id").asText(),
          entry.path(),
          Instant.parse(known.path("started").asText()),
          Duration.ofMillis((long) (known.path("duration").asDouble() * 1000)),
          false);
    } catch (IOException | UncheckedIOException | java.time.DateTimeException e) {
      return new Recording(
          entry.path().getFileName().toString(),
          entry.path(),
          Instant.ofEpochMilli(entry.modified()),
          Duration.ZERO,
          false); // put there by somebody else
    }
  }

  /**
   * Settles what a host that was killed left behind, and keeps all within the limits. Called again
   * and again by one thread.
   */
  public void tidy() {
    try {
      for (Path leftover : Leftovers.of(folder, clock.millis() - LEFT.toMillis())) {
        Optional<Path> film = Leftovers.film(leftover);
        settle(leftover, film, film.isEmpty() ? Optional.empty() : Leftovers.length(leftover));
      }
      shelf.tidy();
    } catch (IOException e) {
      log.debug("{} could not be put in order", folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A whole film is kept. What belongs to the one that is being made may be old, and stays. */
  private synchronized void settle(Path leftover, Optional<Path> film, Optional<Duration> length)
      throws IOException {
    if (running != null && running.runs() && running.owns(leftover)) {
      return;
    }
    if (length.isPresent() && Files.notExists(film.get())) {
      Instant end = Files.getLastModifiedTime(leftover).toInstant();
      Files.move(leftover, film.get(), StandardCopyOption.ATOMIC_MOVE);
      String name = film.get().getFileName().toString();
      finished(
          new Recording(
              name.substring(0, name.length() - ".mp4".length()),
              film.get(),
              end.minus(length.get()),
              length.get(),
              false));
    } else {
      Folders.remove(leftover);
    }
  }

  /** What runs becomes a file as far as it got; nothing more is begun. */
  @Override
  public void close() {
    Film film;
    synchronized (this) {
      closed = true;
      film = running;
    }
    try {
      if (film != null && film.runs()) {
        film.hurry(CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
