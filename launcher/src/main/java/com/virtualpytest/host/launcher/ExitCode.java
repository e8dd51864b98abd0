package com.virtualpytest.host.launcher;

/** What the process ends with; the numbers above 0 are those of {@code sysexits.h}. */
enum ExitCode {
  /** Stopped because it was asked to. */
  STOPPED(0),
  /** The host is unhealthy, or refused what it was asked for. */
  FAILED(1),
  /** The command line was not understood. */
  USAGE(64),
  /** The address is taken or may not be used, no host answers, or Java is too old. */
  UNAVAILABLE(69),
  /** The installation is incomplete, or a system bundle does not start. */
  BROKEN(70),
  /** {@code HOST_DATA_DIR} cannot be written, is full, or belongs to another running host. */
  DATA_FOLDER(73),
  /** A new process is wanted; {@code bin/backend-host} starts one. */
  RESTART(75),
  /** A setting is wrong. */
  SETTING(78);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
