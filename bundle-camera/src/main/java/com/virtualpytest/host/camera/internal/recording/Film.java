package com.virtualpytest.host.camera.internal.recording;

import com.virtualpytest.host.api.driver.AvController.Picture;
import com.virtualpytest.host.api.driver.AvController.Recording;
import com.virtualpytest.host.api.driver.AvController.Wish;
import com.virtualpytest.host.camera.internal.capture.PictureHub;
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
  private static final long FINISH_SECONDS = 30;

  private final String id;
  private final Path file;
  private final Path part;
  private final Wish wish;
  private final int rate;
  private final Instant started;
  private final PictureHub hub;
  private final Logger log;
  private final Consumer<Recording> whenDone;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicLong written = new AtomicLong();
  private Process encoder;

  Film(
      String id,
      Path file,
      Wish wish,
      int rate,
      Instant started,
      PictureHub hub,
      Logger log,
      Consumer<Recording> whenDone) {
    this.id = id;
    this.file = file;
    this.part = file.resolveSibling("." + file.getFileName() + ".part");
    this.wish = wish;
    this.rate = rate;
    this.started = started;
    this.hub = hub;
    this.log = log;
    this.whenDone = whenDone;
  }

  void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.redirectOutput(Redirect.DISCARD).environment().keySet().retainAll(List.of("PATH"));
    encoder = builder.start();
    Thread thread = new Thread(null, this::run, "recording-" + id, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Film.class.getClassLoader());
    thread.start();
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

  boolean runs() {
    return done.getCount() > 0;
  }

  Recording recording(boolean still) {
    Duration length = still ? wish.length() : Duration.ofMillis(written.get() * 1000 / rate);
    return new Recording(id, file, started, length, still);
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
      if (encoder.waitFor(FINISH_SECONDS, TimeUnit.SECONDS) && encoder.exitValue() == 0) {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        whenDone.accept(recording(false));
      } else {
        log.warn("ffmpeg could not make {}", file);
      }
    } catch (IOException e) {
      log.warn("The recording {} failed", file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      encoder.destroyForcibly();
      removePart();
      done.countDown();
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
        goesOn = !ended.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    }
  }

  private void removePart() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      log.warn("{} could not be removed", part, e);
    }
  }
}
