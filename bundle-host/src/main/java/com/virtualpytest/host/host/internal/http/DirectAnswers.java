package com.virtualpytest.host.host.internal.http;

import java.util.Optional;

/**
 * What the host answers itself, without JAX-RS: from the moment on at which the server listens, and
 * whatever becomes of the applications of the bundles. An OSGi service; safe for all threads.
 */
public interface DirectAnswers {

  /** The JAX-RS template of what is answered here. */
  String TEMPLATE = "health";

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body written as JSON
   */
  record DirectAnswer(int status, Object body) {}

  /** The answer to a GET of this path; empty when it is none of these. */
  Optional<DirectAnswer> get(String path);

  /** True while a route that is not there may merely not have come up yet. */
  boolean starting();
}
