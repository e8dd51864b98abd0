package com.virtualpytest.host.host.internal.deploy;

import java.time.Duration;

/**
 * Told about drop-in bundles after the fact. Register one as an OSGi service, for example to drop
 * what a cache holds of a class loader that is gone. Called by the deployer's thread: must be
 * quick; what it throws is logged.
 */
public interface DeploymentListener {

  /** Something came, changed, went or failed. */
  void changed(Change change);

  /**
   * What happened.
   *
   * @param kind what
   * @param bundle the bundle or file that it happened to, as it is now
   * @param took how long the deployer worked on it
   */
  record Change(Kind kind, BundleRecord bundle, Duration took) {}

  /** What happened to a drop-in bundle. */
  enum Kind {
    /** It was not there before and runs now. */
    INSTALLED,
    /** Another content runs now; the old generation has been uninstalled. */
    UPDATED,
    /** It has been stopped and uninstalled. */
    REMOVED,
    /** It does not serve; an earlier generation may. */
    FAILED
  }
}
