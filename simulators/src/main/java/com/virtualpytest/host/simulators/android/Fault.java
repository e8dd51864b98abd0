package com.virtualpytest.host.simulators.android;

/**
 * What a {@link VirtualAndroid} can be told to do wrong; it goes on until the faults are cleared.
 */
public enum Fault {
  /** Drops its connections and refuses new ones, as a device whose adbd has died. */
  REFUSE,
  /** Accepts connections and bytes, and answers nothing; goes on where it was once cleared. */
  FREEZE,
  /** Cuts the link in the middle of the first reply of every stream. */
  DROP,
  /** Starts each command a second late, or as late as {@link VirtualAndroid#slow} says. */
  SLOW,
  /** Asks for a key and accepts none, as a device whose owner has not allowed the host yet. */
  UNAUTHORIZED,
  /** Answers as Android 6 does: no exit codes, no {@code cmd}, no service of more than 4 KiB. */
  NO_SHELL_V2,
  /** Pictures of the screen come behind a warning, as on devices with two displays. */
  DISPLAY_WARNING,
  /** UI dumps are cut off and no XML. */
  GARBAGE_XML,
  /** Each shell command goes on with a gibibyte of filler. */
  HUGE_OUTPUT,
  /** Files are listed and cannot be read. */
  UNREADABLE_FILES,
  /** Files can be read to their middle, as from a card that fails. */
  HALF_FILES,
  /** Files are three times as long as is said, as those that are being written. */
  GROWING_FILES,
  /** {@code reboot} is begun and goes no further: the link stays open without a word. */
  STUCK_REBOOT
}
