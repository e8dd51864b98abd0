package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.device.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process needs, and which runs of that its present run began with. Belongs to the thread
 * of the state machines.
 */
final class Needs {
  private final Peers peers;
  private Map<String, Long> runs = Map.of();

  /** Something is not there; the state is what that makes of the process that needs it. */
  record Lack(State state, String detail) {}

  Needs(Peers peers) {
    this.peers = peers;
  }

  /** The first thing that is not there for a start; null when all is. */
  Lack lack(List<String> names) {
    for (String name : names) {
      SupervisedProcess other = peers.find(name);
      if (other == null || other.forgotten()) {
        return new Lack(State.OFFLINE, "needs " + name + ", which nobody asked for");
      }
      State state = other.status().status().state();
      if (state == State.FAILED || state == State.STOPPED) {
        return new Lack(State.OFFLINE, "needs " + name + ", which is " + state.wireName());
      }
      if (!state.usable() || other.goesDown()) {
        return new Lack(State.STARTING, "waits for " + name);
      }
    }
    return null;
  }

  /** A run begins with what is there now. */
  void bind(List<String> names) {
    Map<String, Long> now = new HashMap<>();
    names.forEach(name -> now.put(name, peers.find(name).run()));
    runs = now;
  }

  /** True when the run that began last needs that process. */
  boolean contain(String name) {
    return runs.containsKey(name);
  }

  boolean areNone() {
    return runs.isEmpty();
  }

  /** True when something ended or is about to, since the run began. */
  boolean wentAway() {
    return runs.entrySet().stream()
        .anyMatch(
            needed -> {
              SupervisedProcess other = peers.find(needed.getKey());
              return other == null || other.run() != needed.getValue() || other.goesDown();
            });
  }
}
