package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import java.util.Set;

/**
 * What the deployer wants to know of the framework, and the one thing that it does there itself.
 */
interface Bundles {

  /** How a generation is doing. */
  record Health(State state, String detail, String hint) {}

  /** How a generation is doing now; does not block. */
  Health health(Generation generation);

  /** True when the symbolic name belongs to an installed bundle that was not dropped in. */
  boolean systemName(String symbolicName);

  /**
   * Uninstalls what an earlier run has installed, except for these contents. Returns in bounded
   * time; what hangs is left.
   */
  void retain(Set<String> hashes);
}
