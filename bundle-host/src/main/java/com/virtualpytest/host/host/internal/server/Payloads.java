package com.virtualpytest.host.host.internal.server;

import java.util.Map;

/** What the host tells the server. Called from the link's thread; touches no hardware. */
interface Payloads {

  /** The body of a registration. */
  Map<String, ?> registration();

  /** The body of a ping. */
  Map<String, ?> ping();

  /** The body of an unregistration. */
  Map<String, ?> unregistration();

  /** Changes when the server has to be told about other devices or abilities. */
  Object fingerprint();
}
