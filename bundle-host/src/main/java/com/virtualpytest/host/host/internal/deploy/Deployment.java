package com.virtualpytest.host.host.internal.deploy;

import java.util.List;

/**
 * What the drop-in folders hold and what became of it. An OSGi service; safe for all threads, never
 * blocks.
 */
public interface Deployment {

  /**
   * The drop-in bundles and the files that are none, sorted by name. A bundle whose update failed
   * has two: the generation that serves, and the file that does not. Immutable.
   */
  List<BundleRecord> bundles();

  /** What was done to drop-in bundles, newest first; the last 200, over restarts. Immutable. */
  List<SwapRecord> history();

  /**
   * True once both folders were looked at and every bundle in them was tried once. Stays true.
   * Readiness waits for it.
   */
  boolean settled();
}
