package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.SerialController.Gap;
import com.virtualpytest.host.api.driver.SerialController.Mark;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A part of a console's log.
 *
 * @param offset the offset of its first byte
 * @param next where to go on
 * @param missed how many bytes between what was asked for and {@code offset} are no longer kept
 * @param end the end of the log when it was read
 * @param gaps when nobody listened to the device
 * @param times when bytes came, good to a second
 * @param output as text; what is no UTF-8 is replaced
 */
record SerialLogView(
    boolean success,
    String deviceId,
    long offset,
    long next,
    long missed,
    long end,
    List<Gap> gaps,
    List<Mark> times,
    String output) {

  private static final int PIECE = 64 * 1024;

  /**
   * A part of the log as it is.
   *
   * @param bytes what was printed
   */
  record Part(long offset, long missed, long end, List<Gap> gaps, ByteArrayOutputStream bytes) {
    long next() {
      return offset + bytes.size();
    }

    private void add(Output output) {
      byte[] piece = new byte[output.bytes().remaining()];
      output.bytes().get(piece);
      bytes.writeBytes(piece);
      gaps.addAll(output.gaps());
    }
  }

  /**
   * Reads a part. When the driver is closed in the middle of it, the part ends there; when it is
   * closed before, the console is opened once more, for another driver may have taken over.
   *
   * @param open opens the console; waits while the device changes hands
   * @param from where it begins; negative for the newest {@code max} bytes
   * @throws ApiException {@code DEVICE_OFFLINE}: the driver is being closed
   */
  static Part read(Supplier<SerialController> open, String device, long from, int max) {
    try {
      Part part = part(open.get(), from, max);
      return part == null ? again(open.get(), device, from, max) : part;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.UNAVAILABLE, "The host is stopping");
    }
  }

  private static Part again(SerialController console, String device, long from, int max)
      throws InterruptedException {
    Part part = part(console, from, max);
    if (part == null) {
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE, "The console's log cannot be read now", "Try again", device);
    }
    return part;
  }

  /** Null when nothing can be read. */
  private static Part part(SerialController console, long from, int max)
      throws InterruptedException {
    SerialController.Position now = console.position();
    long begin = from >= 0 ? from : Math.max(now.oldest(), now.end() - max);
    Output output = next(console, begin, max);
    if (output == null) {
      return null;
    }
    Part part =
        new Part(
            output.offset(),
            output.missed(),
            now.end(),
            new ArrayList<>(),
            new ByteArrayOutputStream());
    part.add(output);
    while (output.bytes().hasRemaining() && part.bytes().size() < max) {
      output = next(console, output.next(), max - part.bytes().size());
      if (output == null || output.missed() > 0) {
        break; // the next call goes on there, or tells of the hole
      }
      part.add(output);
    }
    return part;
  }

  /** Null when the log is closed. */
  private static Output next(SerialController console, long from, int max)
      throws InterruptedException {
    try {
      return console.read(from, Math.min(PIECE, max), Duration.ZERO);
    } catch (IOException e) {
      return null;
    }
  }

  static SerialLogView of(SerialController console, String device, Part part) {
    try {
      return new SerialLogView(
          true,
          device,
          part.offset(),
          part.next(),
          part.missed(),
          part.end(),
          part.gaps(),
          console.marks(part.offset(), part.next()),
          part.bytes().toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE, "The console's log cannot be read now", "Try again", device);
    }
  }
}
