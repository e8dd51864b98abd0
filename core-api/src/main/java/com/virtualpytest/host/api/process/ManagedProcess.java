package com.virtualpytest.host.api.process;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** A handle on a supervised process. Safe for all threads; nothing here waits for the process. */
@ProviderType
public interface ManagedProcess {

  /** What it was asked to be. */
  ProcessDescription description();

  /** What is known of it now. */
  ProcessStatus status();

  /** The last lines that it printed, oldest first; 200 at most. */
  List<String> output();

  /**
   * Ends it in order and starts it at once, with what depends on it. Also brings back one that is
   * {@code failed} or {@code stopped}.
   */
  void restart();

  /** Ends it, TERM then KILL for its whole group, and what depends on it; it stays known. */
  void stop();

  /**
   * Tells of every change of its state, from a thread of the supervisor; the listener must not
   * block.
   *
   * @return ends the telling
   */
  AutoCloseable onChange(Consumer<ProcessStatus> listener);
}
