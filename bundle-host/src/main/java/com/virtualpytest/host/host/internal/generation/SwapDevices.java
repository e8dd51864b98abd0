package com.virtualpytest.host.host.internal.generation;

/**
 * Hands devices from the drivers of one generation to those of the next. Called by the deployer's
 * thread, one swap at a time; every method returns in bounded time. Bundles are given by their ids.
 */
public interface SwapDevices {

  /**
   * Asks the drivers of {@code to} for all devices of {@code from}, and opens those beside that may
   * be open twice.
   *
   * @throws SwapException a device would be worse off; nothing was changed
   */
  void prepare(long from, long to) throws SwapException;

  /**
   * Hands over device by device, each between two of its commands.
   *
   * @throws SwapException one came up worse than it was; all are with {@code from} again
   */
  Parked handOver(long from, long to) throws SwapException;

  /** Undoes what {@link #prepare} has done. */
  void cancel(long from, long to);

  /** Takes devices and drivers from a bundle that hangs and cannot be stopped. */
  void withdraw(long id);

  /** Closes what {@code from} kept open for its last requests. */
  void close(long from);
}
