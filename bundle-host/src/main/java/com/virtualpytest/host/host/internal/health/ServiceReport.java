package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.Status;
import java.util.Optional;

/** A part of the host that the health answer names although it is no process. */
public interface ServiceReport {

  /** Its name in the answer. */
  String name();

  /** How it is; empty when it is not configured. Never blocks. */
  Optional<Status> status();
}
