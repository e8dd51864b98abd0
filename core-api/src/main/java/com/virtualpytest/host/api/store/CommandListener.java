package com.virtualpytest.host.api.store;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of every command that a device was sent. A whiteboard service: the host tells all that are
 * registered. What it throws is logged and changes nothing for the command.
 */
@ConsumerType
@FunctionalInterface
public interface CommandListener {

  /**
   * A command has ended, was refused or was never begun. Called once for each, from the thread that
   * completes the command, after its result is known and before its sender has it: must return at
   * once, without waiting for a lock, a disk or a network.
   */
  void ended(CommandReport report);
}
