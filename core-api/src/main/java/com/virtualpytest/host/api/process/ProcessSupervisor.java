package com.virtualpytest.host.api.process;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps child programs running: starts them, watches them, restarts them with growing pauses, and
 * ends their whole process groups. An OSGi service; each bundle sees its own processes only, known
 * by name. Processes belong to the host: they survive an update of the bundle that asked for them,
 * and its stop; they end when the bundle is uninstalled or the host stops. Safe for all threads.
 *
 * <p>A start that is never ready counts as a failure, and so does an end less than 2 s after it was
 * ready; 5 failures in a row make the process {@code failed} until somebody restarts it or asks for
 * it with another description. The first restart after a ready phase is immediate, later ones wait
 * 0.5 s to 60 s. An end caused by the end of what it depends on never counts.
 *
 * <p>Once ready, a process is asked again every 5 s. After 3 attempts in a row without the right
 * answer it is {@code degraded}, after 30 s without any it is restarted. While something that it
 * needs is still to come it is {@code starting}; when that will not come by itself, {@code
 * offline}.
 */
@ProviderType
public interface ProcessSupervisor {

  /**
   * Keeps this process running. When one of that name runs already and its description is equal, it
   * is adopted as it is; when it differs, the old one is ended first. One that was stopped is
   * started again; one that failed is not, unless its program was missing. Returns at once; a
   * program that does not exist shows as {@code failed}.
   *
   * @throws IllegalArgumentException when the process would need itself, over others or not
   * @throws IllegalStateException when the host is stopping
   */
  ManagedProcess run(ProcessDescription description);

  /** The processes of the calling bundle, in the order in which they were asked for. */
  List<ManagedProcess> processes();

  /**
   * Ends a process, after those that need it, and forgets it. Unknown names are fine. Returns at
   * once.
   */
  void remove(String name);
}
