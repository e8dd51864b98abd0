package com.virtualpytest.host.host.internal.generation;

/** A new generation cannot take over; the old one serves as before. The message can be shown. */
public final class SwapException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;
  private final boolean stuck;

  public SwapException(String message, String hint) {
    this(message, hint, false);
  }

  /**
   * @param hint what a person can do; null when nothing
   * @param stuck true when the new generation's code hangs: it must not be stopped
   */
  public SwapException(String message, String hint, boolean stuck) {
    super(message, null, false, false);
    this.hint = hint;
    this.stuck = stuck;
  }

  /** What a person can do; null when nothing. */
  public String hint() {
    return hint;
  }

  /** True when a thread of the new generation does not come back. */
  public boolean stuck() {
    return stuck;
  }
}
