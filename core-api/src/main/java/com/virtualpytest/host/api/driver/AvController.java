package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A source of pictures: a capture card, a camera, a display. It keeps its newest picture in memory
 * and, when it has a folder, writes numbered stills, thumbnails, HLS segments and what it finds in
 * them there; the host serves all of it.
 *
 * <p>{@link #feed}, {@link #newest}, {@link #onPicture} and {@link #recordings} are safe for all
 * threads, never block for long, and the host calls them outside of the device's lane. The others
 * come from the lane.
 */
@ConsumerType
public interface AvController extends Controller {

  /**
   * A still picture.
   *
   * @param number counts up; begins anew with each start of the capture
   * @param at when it arrived in the host
   * @param jpeg the picture as a JPEG file
   */
  record Picture(long number, Instant at, ByteBuffer jpeg) {
    public Picture {
      Objects.requireNonNull(at, "at");
      jpeg = jpeg.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer jpeg() {
      return jpeg.duplicate();
    }
  }

  /**
   * What is captured now.
   *
   * @param source what it comes from, without a password: {@code /dev/video0}, {@code :1}
   * @param folder where its files lie; null when it writes none
   * @param quality of the stream: {@code low}, {@code sd}, {@code hd}; null when it has one only
   * @param picturesPerSecond how many stills it makes
   * @param segmentLength how much of the stream one segment holds
   * @param since when the present run of the capture began: older files are of another run; null
   *     while none delivers
   * @param pid of the program that captures; 0 when none runs
   * @param sound whether there is sound; null when that is not known
   */
  record Feed(
      String source,
      CaptureFolder folder,
      String quality,
      double picturesPerSecond,
      Duration segmentLength,
      Instant since,
      long pid,
      Boolean sound) {
    public Feed {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(segmentLength, "segmentLength");
    }
  }

  /**
   * What is to be recorded.
   *
   * @param name of the file, without its ending: letters, digits, {@code . _ -}; null for one that
   *     tells the time
   * @param length how long; at most a day
   * @param picturesPerSecond 1 to 60; 0 for as many as there are stills
   * @param width in pixels, even; 0 for that of the stills
   * @param height in pixels, even; 0 for that of the stills
   */
  record Wish(String name, Duration length, int picturesPerSecond, int width, int height) {}

  /**
   * A recording.
   *
   * @param id names this recording and no other
   * @param file the finished file, or where it will be
   * @param started when it began
   * @param length how much it holds; what was asked for while it runs
   * @param running whether it is still being made
   */
  record Recording(String id, Path file, Instant started, Duration length, boolean running) {}

  /** What is captured now. */
  Feed feed();

  /** The newest picture; empty when there was none yet. It may be old: look at its time. */
  Optional<Picture> newest();

  /**
   * Tells of each new picture, from a thread of the controller; the listener must not block.
   *
   * @return ends the telling; so does the end of the controller
   */
  AutoCloseable onPicture(Consumer<Picture> listener);

  /**
   * Starts the capture anew; numbers of stills and segments begin again.
   *
   * @param quality the quality of the stream from now on: {@code low}, {@code sd} or {@code hd}
   * @throws ParameterException no such quality
   * @throws InterruptedException the deadline has passed
   */
  void restart(String quality) throws ParameterException, InterruptedException;

  /**
   * Begins a recording, which ends by itself after its length. While one runs, that one is
   * answered. The default makes none.
   *
   * @throws ApiException {@code DEVICE_OFFLINE} when there are no pictures, {@code CONFLICT} when
   *     the file exists
   */
  default Recording record(Wish wish) throws InterruptedException {
    throw new ApiException(ErrorCode.NOT_SUPPORTED, "This source makes no recordings");
  }

  /**
   * Ends the recording that runs; its file is complete when this returns.
   *
   * @return empty when none runs
   */
  default Optional<Recording> endRecording() throws InterruptedException {
    return Optional.empty();
  }

  /**
   * The recordings there are, the one that runs among them, newest first. The host removes the file
   * of one that does not run when it is asked to.
   */
  default List<Recording> recordings() {
    return List.of();
  }
}
