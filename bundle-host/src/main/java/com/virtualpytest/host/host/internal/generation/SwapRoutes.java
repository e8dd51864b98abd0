package com.virtualpytest.host.host.internal.generation;

import java.util.List;

/**
 * Switches routes from one generation to the next. Called by the deployer's thread. Bundles are
 * given by their ids.
 */
public interface SwapRoutes {

  /**
   * Builds the resources of {@code to}, and waits for that.
   *
   * @return the templates that {@code from} serves and {@code to} does not
   * @throws SwapException they are not valid, or take too long
   */
  List<String> prepare(long from, long to) throws SwapException;

  /** Switches in one step. The routes of {@code from} take no new requests afterwards. */
  void switchOver(long from, long to);

  /** How many requests are still in flight in what was switched away from. */
  long inFlight(long from);

  /** Takes the routes of a bundle away that hangs and cannot be stopped; it never has any again. */
  void withdraw(long id);

  /** Ends event streams that would never end by themselves; their clients connect again. */
  void endStreams(long from);
}
