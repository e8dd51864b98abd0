package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** A login at a plug. One request at a time; not safe for several threads. */
interface PlugSession {

  /** What is spoken. */
  Protocol protocol();

  /** True when it was opened with what plugs accept that have no account yet. */
  default boolean ofNewPlug() {
    return false;
  }

  /** True when the plug will soon forget it. */
  default boolean stale() {
    return false;
  }

  /**
   * Asks the plug.
   *
   * @param request method and parameters as JSON
   * @return the whole answer, with its {@code error_code}
   * @throws PlugException {@code SESSION_LOST} when another login is worth trying
   */
  JsonNode request(String request) throws PlugException, InterruptedException;
}
