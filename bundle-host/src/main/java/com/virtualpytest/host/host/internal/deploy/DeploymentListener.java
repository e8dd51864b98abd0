package com.virtualpytest.host.host.internal.deploy;

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
   * @param swap what was done with which result; null when nothing was, as with a file that is no
   *     bundle
   */
  record Change(Kind kind, BundleRecord bundle, SwapRecord swap) {}

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
