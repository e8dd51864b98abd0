package com.virtualpytest.host.host.internal.deploy;

import java.util.Objects;

/**
 * A content that runs, or ran, in the framework.
 *
 * @param candidate what it was made from
 * @param bundleId the bundle's id in the framework
 */
record Generation(Candidate candidate, long bundleId) {
  Generation {
    Objects.requireNonNull(candidate, "candidate");
  }
}
