package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Serves whatever is not listed as failing. */
final class FakeFramework implements Bundles, Replacement {
  final Map<String, Problem.Kind> failing = new HashMap<>();
  final Set<Generation> serving = new HashSet<>();
  final List<String> calls = new ArrayList<>();
  final List<Set<String>> retained = new ArrayList<>();
  private final Consumer<Candidate> quarantine;
  private long ids;

  /**
   * @param quarantine told of what fails by hanging
   */
  FakeFramework(Consumer<Candidate> quarantine) {
    this.quarantine = quarantine;
  }

  List<String> values() {
    return serving.stream()
        .map(one -> one.candidate().name() + " " + one.candidate().version())
        .toList();
  }

  @Override
  public Health health(Generation generation) {
    return new Health(State.READY, null, null);
  }

  @Override
  public boolean systemName(String symbolicName) {
    return false;
  }

  @Override
  public void retain(Set<String> hashes) {
    retained.add(Set.copyOf(hashes));
  }

  @Override
  public Outcome install(Candidate first) {
    return bringUp("install ", null, first);
  }

  @Override
  public Outcome replace(Generation old, Candidate next) {
    return bringUp("replace ", old, next);
  }

  private Outcome bringUp(String what, Generation old, Candidate next) {
    calls.add(what + next.name() + " " + next.version());
    Problem.Kind kind = failing.get(next.version().toString());
    if (kind != null) {
      if (kind == Problem.Kind.STUCK) {
        quarantine.accept(next);
      }
      return Outcome.failed(old, new Problem(kind, "does not start", null));
    }
    serving.removeIf(one -> one.equals(old));
    Generation generation = new Generation(next, ++ids);
    serving.add(generation);
    return Outcome.serving(generation);
  }

  @Override
  public Outcome remove(Generation old) {
    calls.add("remove " + old.candidate().name());
    serving.removeIf(one -> one.bundleId() == old.bundleId());
    return Outcome.gone();
  }
}
