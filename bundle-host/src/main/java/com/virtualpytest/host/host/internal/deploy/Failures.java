package com.virtualpytest.host.host.internal.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why contents do not serve, and which are tried again. Used by the deployer's thread. */
final class Failures {

  /** How long after it was too busy for a swap a device is asked again. */
  static final Duration BUSY_PAUSE = Duration.ofSeconds(30);

  private record Failure(Problem problem, Instant at) {}

  private final Map<String, Failure> byHash = new HashMap<>();

  void add(Candidate content, Problem problem, Instant now) {
    byHash.put(content.hash(), new Failure(problem, now));
  }

  /** Null when nothing is known against it. */
  Problem of(Candidate content) {
    Failure failure = byHash.get(content.hash());
    return failure == null ? null : failure.problem();
  }

  /**
   * A content that went away and comes back is tried again; so is what others may have mended, and
   * what time may have.
   *
   * @param wanted the contents that are there, by name
   * @param changed whether another bundle has come, changed or gone since
   */
  void forgetOld(Map<String, List<Candidate>> wanted, boolean changed, Instant now) {
    Set<String> present = new HashSet<>();
    wanted.values().forEach(list -> list.forEach(content -> present.add(content.hash())));
    byHash.keySet().retainAll(present);
    byHash
        .values()
        .removeIf(
            failure ->
                switch (failure.problem().kind()) {
                  case UNRESOLVED, NOT_NEWER -> changed;
                  case STORAGE -> true;
                  case BUSY -> !now.isBefore(failure.at().plus(BUSY_PAUSE));
                  case REFUSED, UNTRUSTED, NOT_STARTED, STUCK -> false;
                });
  }
}
