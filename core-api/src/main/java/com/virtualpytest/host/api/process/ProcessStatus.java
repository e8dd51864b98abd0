package com.virtualpytest.host.api.process;

import com.virtualpytest.host.api.device.Status;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a supervised process. Immutable.
 *
 * @param name its name
 * @param owner the symbolic name of the bundle that asked for it
 * @param status its state; {@code ready} means that the probe answered
 * @param pid its process id; 0 when it does not run
 * @param restarts how often it was started again since it was asked for
 * @param nextStart when it is started again; null when nothing is planned
 * @param exitCode how it last ended, 128 + signal when a signal ended it; null when it never ended
 */
public record ProcessStatus(
    String name,
    String owner,
    Status status,
    long pid,
    int restarts,
    Instant nextStart,
    Integer exitCode) {
  public ProcessStatus {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(status, "status");
  }
}
