package com.virtualpytest.host.camera.internal.recording;

import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.camera.internal.capture.PictureHub;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.osgi.service.log.Logger;

/**
 * A recording while it is made: an ffmpeg that is given the newest picture at a constant rate, so
 * that the film is as long as it was asked for, whatever the source does meanwhile. When the host
 * dies ffmpeg finds its input at an end and closes the file.
 */
final class Film {
  private static final Duration FINISH = Duration.ofSeconds(30);
  private static final long LAST_SEGMENT_SECONDS = 5;
  private static final long SOUND_LOOK_MILLIS = 100;

  private final String id;
  private final Path file;
  private final Path part;
  private final Wish wish;
  private final int rate;
  private final Instant started;
  private final PictureHub hub;
  private final Optional<SoundTrack> sound;
  private final Logger log;
  private final Consumer<Recording> whenDone;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch hurried = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean complete;
  private final AtomicLong written = new AtomicLong();
  private Process encoder;

  Film(
      String id,
      Path file,
      Wish wish,
      int rate,
      Instant started,
      PictureHub hub,
      Optional<SoundTrack> sound,
      Logger log,
      Consumer<Recording> whenDone) {
    this.id = id;
    this.file = file;
    this.part = part(file);
    this.wish = wish;
    this.rate = rate;
    this.started = started;
    this.hub = hub;
    this.sound = sound;
    this.log = log;
    this.whenDone = whenDone;
  }

  /** Where a film is while it is made. */
  static Path part(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".part");
  }

  void start() throws IOException {
    encoder = process(command(), Redirect.DISCARD);
    Thread thread = new Thread(null, this::run, "recording-" + id, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Film.class.getClassLoader());
    thread.start();
  }

  /** A program without any secret of the host in its environment. */
  static Process process(List<String> command, Redirect output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output).environment().keySet().retainAll(List.of("PATH"));
    return builder.start();
  }

  private List<String> command() {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("ffmpeg", "-loglevel", "error", "-y", "-f", "image2pipe", "-c:v", "mjpeg"));
    all.addAll(List.of("-framerate", Integer.toString(rate), "-i", "pipe:0"));
    String size = wish.width() == 0 ? "" : "scale=%d:%d:".formatted(wish.width(), wish.height());
    String filter = size.isEmpty() ? "scale=out_range=tv" : size + "out_range=tv";
    all.addAll(List.of("-vf", filter + ",format=yuv420p", "-c:v", "libx264"));
    all.addAll(List.of("-preset", "ultrafast", "-crf", "23", "-movflags", "+faststart"));
    all.addAll(List.of("-f", "mp4", part.toString()));
    return all;
  }

  /** Whether a file is of those that it is made of. */
  boolean owns(Path one) {
    return one.getFileName().toString().startsWith(part.getFileName().toString());
  }

  boolean runs() {
    return done.getCount() > 0;
  }

  /** Whether its file is there, with all that belongs into it. */
  boolean complete() {
    return complete;
  }

  Recording recording(boolean still) {
    Duration length = still ? wish.length() : Duration.ofMillis(written.get() * 1000 / rate);
    return new Recording(id, file, started, length, still);
  }

  /** Ends it with the sound that is there by now, and waits for its file. */
  void hurry(Duration patience) throws InterruptedException {
    hurried.countDown();
    end(patience);
  }

  /** Ends it, and waits for its file. */
  void end(Duration patience) throws InterruptedException {
    ended.countDown();
    if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("The recording {} is not complete yet", file);
    }
  }

  private void run() {
    try {
      feed();
      Instant end = started.plus(recording(false).length());
      if (!succeeds(encoder, finish())) {
        log.warn("ffmpeg could not make {}", file);
        return;
      }
      if (sound.isPresent()) {
        add(sound.get(), end);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      whenDone.accept(recording(false));
    } catch (IOException e) {
      log.warn("The recording {} failed", file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      encoder.destroyForcibly();
      sound.ifPresent(SoundTrack::remove);
      Folders.remove(part);
      done.countDown();
    }
  }

  /** The whole file is written once more in the end, which takes as long as it is large. */
  private Duration finish() {
    return FINISH.plus(recording(false).length().dividedBy(10));
  }

  private static boolean succeeds(Process ffmpeg, Duration limit) throws InterruptedException {
    return ffmpeg.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && ffmpeg.exitValue() == 0;
  }

  /** The last segment ends after the film. */
  private void add(SoundTrack track, Instant end) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SEGMENT_SECONDS);
    track.collect();
    while (!track.reaches(end)
        && System.nanoTime() < deadline
        && !hurried.await(SOUND_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      track.collect();
    }
    Path whole = part.resolveSibling(part.getFileName() + ".mp4");
    Duration length = recording(false).length();
    List<String> mix = track.mix(part, length, whole);
    if (mix.isEmpty()) {
      return;
    }
    Process mixer = process(mix, Redirect.DISCARD);
    try {
      if (succeeds(mixer, finish())) {
        Files.move(
            whole, part, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        log.warn("{} has no sound: ffmpeg could not add it", file);
      }
    } finally {
      mixer.destroyForcibly();
      Folders.remove(whole);
    }
  }

  private void feed() throws IOException, InterruptedException {
    long pictures = Math.max(1, wish.length().toMillis() * rate / 1000);
    long begin = System.nanoTime();
    try (OutputStream out = encoder.getOutputStream();
        WritableByteChannel to = Channels.newChannel(out)) {
      boolean goesOn = true;
      while (goesOn && written.get() < pictures) {
        Picture newest = hub.newest().orElseThrow();
        var jpeg = newest.jpeg();
        while (jpeg.hasRemaining()) {
          to.write(jpeg);
        }
        out.flush();
        long due = begin + written.incrementAndGet() * 1_000_000_000L / rate;
        if (sound.isPresent() && written.get() % rate == 0) {
          sound.get().collect();
        }
        goesOn = !ended.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    }
  }
}
