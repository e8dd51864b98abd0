package com.virtualpytest.host.api.process;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A handle on a supervised process. Safe for all threads; nothing here waits for the process. After
 * the process was removed the handle tells its last state and does nothing.
 */
@ProviderType
public interface ManagedProcess {

  /** What it was last asked to be. */
  ProcessDescription description();

  /** What is known of it now. */
  ProcessStatus status();

  /** The last lines that it printed, over all its runs, oldest first; 200 at most. */
  List<String> output();

  /**
   * Ends it in order and starts it at once, with what depends on it. Also brings back one that is
   * {@code failed} or {@code stopped}, and those among its dependents that are {@code failed}.
   *
   * @throws IllegalStateException when the host is stopping
   */
  void restart();

  /**
   * Ends it, TERM then KILL for its whole group, after what depends on it; it stays known. It is
   * {@code stopped} once nothing of it is left.
   */
  void stop();

  /**
   * Tells of every change of its state, from a thread of the supervisor; the listener must not
   * block. The listeners of a bundle that released the supervisor service hear nothing more.
   *
   * @return ends the telling
   */
  AutoCloseable onChange(Consumer<ProcessStatus> listener);

  /**
   * A value that the process told.
   *
   * @param value as it was printed
   * @param since when it became this value
   */
  record Reading(String value, Instant since) {
    public Reading {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(since, "since");
    }
  }

  /**
   * The newest value of each reading that its present run told; empty after each start, and when
   * its description asks for none.
   */
  Map<String, Reading> readings();

  /**
   * Hands over what the process writes to its standard output, in order and as it comes, over all
   * its runs; without a listener it is dropped. Only for a description that says so. Listeners are
   * called one after the other from a thread of the process, which waits meanwhile: they must not
   * block. Those of a bundle that released the supervisor service hear nothing more.
   *
   * @param listener gets bytes that are valid during the call only
   * @return ends the telling
   */
  AutoCloseable onBytes(Consumer<ByteBuffer> listener);
}
