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
  }

  /**
   * Reads a part.
   *
   * @param from where it begins; negative for the newest {@code max} bytes
   * @throws ApiException {@code DEVICE_OFFLINE}: the driver is being closed
   */
  static Part read(SerialController console, String device, long from, int max) {
    SerialController.Position now = console.position();
    long begin = from >= 0 ? from : Math.max(now.oldest(), now.end() - max);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Gap> gaps = new ArrayList<>();
    try {
      Output output = console.read(begin, Math.min(PIECE, max), Duration.ZERO);
      final long offset = output.offset();
      final long missed = output.missed();
      add(output, bytes, gaps);
      while (output.bytes().hasRemaining() && bytes.size() < max) {
        output = console.read(output.next(), Math.min(PIECE, max - bytes.size()), Duration.ZERO);
        if (output.missed() > 0) {
          break; // the next call tells of the hole
        }
        add(output, bytes, gaps);
      }
      return new Part(offset, missed, now.end(), gaps, bytes);
    } catch (IOException e) {
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE, "The console's log cannot be read now", "Try again", device);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.UNAVAILABLE, "The host is stopping");
    }
  }

  private static void add(Output output, ByteArrayOutputStream bytes, List<Gap> gaps) {
    byte[] piece = new byte[output.bytes().remaining()];
    output.bytes().get(piece);
    bytes.writeBytes(piece);
    gaps.addAll(output.gaps());
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
