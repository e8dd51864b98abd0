package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.api.device.State;

/** States as a reader finds them at a glance. */
final class States {

  private States() {}

  /** A table's cell. */
  static void cell(Html page, State state) {
    page.open("td").element("span", state.wireName(), "class", "host-state " + look(state));
    page.close("td");
  }

  private static String look(State state) {
    return switch (state) {
      case READY -> "host-good";
      case DEGRADED, STARTING, BACKOFF -> "host-middling";
      case OFFLINE, FAILED -> "host-bad";
      case STOPPED, DISABLED -> "host-off";
    };
  }
}
