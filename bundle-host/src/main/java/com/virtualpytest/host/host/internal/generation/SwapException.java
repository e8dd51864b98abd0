package com.virtualpytest.host.host.internal.generation;

/** A new generation cannot take over; the old one serves as before. The message can be shown. */
public final class SwapException extends Exception {
  private static final long serialVersionUID = 1L;

  private enum Nature {
    WORSE,
    BUSY,
    STUCK
  }

  private final String hint;
  private final Nature nature;
  private final transient Parked parked;

  public SwapException(String message, String hint) {
    this(message, hint, false);
  }

  /**
   * @param hint what a person can do; null when nothing
   * @param stuck true when the new generation's code hangs: it must not be stopped
   */
  public SwapException(String message, String hint, boolean stuck) {
    this(message, hint, stuck ? Nature.STUCK : Nature.WORSE, Parked.NONE);
  }

  private SwapException(String message, String hint, Nature nature, Parked parked) {
    super(message, null, false, false);
    this.hint = hint;
    this.nature = nature;
    this.parked = parked;
  }

  /** It could not begin, for something is under way that must end first; nobody is at fault. */
  public static SwapException busy(String message, String hint) {
    return new SwapException(message, hint, Nature.BUSY, Parked.NONE);
  }

  /** The same, having cost this. */
  public SwapException after(Parked cost) {
    return new SwapException(getMessage(), hint, nature, cost);
  }

  /** What a person can do; null when nothing. */
  public String hint() {
    return hint;
  }

  /** True when a thread of the new generation does not come back. */
  public boolean stuck() {
    return nature == Nature.STUCK;
  }

  /** True when another attempt may go well. */
  public boolean busy() {
    return nature == Nature.BUSY;
  }

  /** What the attempt cost others, the way back included. */
  public Parked parked() {
    return parked;
  }
}
