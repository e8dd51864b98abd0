package com.virtualpytest.host.api.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A serial console. Everything that the device prints has an absolute offset: the first byte ever
 * is 0, and no offset is used twice, over restarts and updates too. Any number of readers read from
 * any offset, each at its own pace; one at a time has the keyboard. Commands come through {@link
 * #execute} and are not held up by who has the keyboard.
 *
 * <p>The methods of this interface are safe for all threads, and the host calls them outside of the
 * device's lane. The host serves its log, event stream and WebSocket with them.
 */
@ConsumerType
public interface SerialController extends Controller {

  /**
   * What is there to read.
   *
   * @param oldest the first offset that is still kept
   * @param end the offset of the byte that comes next
   * @param typist who has the keyboard, in words; null when nobody has
   */
  record Position(long oldest, long end, String typist) {}

  /**
   * Output as it was read.
   *
   * @param offset the offset of the first byte
   * @param bytes the output; empty when none came in time
   * @param missed how many offsets lie between the one that was asked for and {@code offset}
   *     because their bytes are no longer kept
   * @param gaps the interruptions directly before one of these bytes
   */
  record Output(long offset, ByteBuffer bytes, long missed, List<Gap> gaps) {
    public Output {
      bytes = bytes.asReadOnlyBuffer();
      gaps = List.copyOf(gaps);
    }

    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }

    /** The offset to go on from. */
    public long next() {
      return offset + bytes.remaining();
    }
  }

  /**
   * A time during which nobody listened to the device: what it printed then is lost.
   *
   * @param offset the offset of the first byte after it
   * @param lost when it began
   * @param back when it ended
   * @param reason one sentence
   */
  record Gap(long offset, Instant lost, Instant back, String reason) {
    public Gap {
      Objects.requireNonNull(lost, "lost");
      Objects.requireNonNull(back, "back");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * When a byte came.
   *
   * @param offset the offset of the byte
   * @param at its time, good to a second
   */
  record Mark(long offset, Instant at) {}

  /** The right to type, until it is closed or somebody else takes it over. */
  interface Keyboard extends AutoCloseable {

    /**
     * Sends bytes to the device and returns when the port has taken them. The bytes of one call
     * stay together.
     *
     * @throws IOException the port is gone, takes nothing, or somebody else has the keyboard now
     */
    void type(ByteBuffer bytes) throws IOException;

    /** Gives it back. Idempotent. */
    @Override
    void close();
  }

  /** Where the output begins and ends now. Never blocks. */
  Position position();

  /**
   * Reads output.
   *
   * @param from the offset to begin at; one that is no longer kept counts as the oldest, one that
   *     is still to come as the end
   * @param max how many bytes at most
   * @param wait how long to wait for the first byte; zero does not wait
   * @throws IOException the controller is closed; a later one continues the offsets
   * @throws InterruptedException the caller no longer wants it
   */
  Output read(long from, int max, Duration wait) throws IOException, InterruptedException;

  /**
   * When output came: marks with offsets of {@code from} or more and less than {@code to}, in
   * order, not necessarily one for each byte. The default knows none.
   *
   * @throws IOException the log cannot be read
   */
  default List<Mark> marks(long from, long to) throws IOException {
    return List.of();
  }

  /**
   * Takes the keyboard. Returns at once.
   *
   * @param who says who types, for others to see
   * @param takeOver whether to take it from who has it
   * @param lost is run, from any thread, when somebody else took it over; must not block
   * @return the keyboard; null when somebody else has it
   */
  Keyboard keyboard(String who, boolean takeOver, Runnable lost);
}
