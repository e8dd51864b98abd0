package com.virtualpytest.host.api.process;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps child programs running: starts them, watches them, restarts them with growing pauses, and
 * ends their whole process groups. An OSGi service; each bundle sees its own processes only, known
 * by name. Processes belong to the host: they survive an update of the bundle that asked for them
 * and end when the bundle is removed or the host stops. Safe for all threads.
 *
 * <p>A start that is never ready counts as a failure, and so does an end less than 2 s after it was
 * ready; 5 failures in a row make the process {@code failed} until somebody restarts it. The first
 * restart after a ready phase is immediate, later ones wait 0.5 s to 60 s.
 */
@ProviderType
public interface ProcessSupervisor {

  /**
   * Keeps this process running. When one of that name runs already and its description is equal, it
   * is adopted as it is; when it differs, the old one is ended first. Returns at once; a program
   * that does not exist shows as {@code failed}.
   */
  ManagedProcess run(ProcessDescription description);

  /** The processes of the calling bundle, in the order in which they were asked for. */
  List<ManagedProcess> processes();

  /** Ends a process and forgets it. Unknown names are fine. Returns at once. */
  void remove(String name);
}
