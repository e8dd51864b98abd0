package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.generation.Parked;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one generation of a bundle comes up, takes another one's place, and goes. The deployer knows
 * nothing else about it.
 *
 * <p>Called by the deployer's thread alone, one call at a time. Every method returns in bounded
 * time, whatever the bundles do, and reports every failure in its outcome.
 */
interface Replacement {

  /** Brings up the first generation of a bundle. After a failure nothing of it is left. */
  Outcome install(Candidate first);

  /**
   * Puts {@code next} in the place of {@code old}. After a failure {@code old} serves again, where
   * that is possible at all.
   */
  Outcome replace(Generation old, Candidate next);

  /** Takes a bundle away. The outcome has no serving generation; a problem when it is stuck. */
  Outcome remove(Generation old);

  /** Goes on with taking away what has been replaced; tells what cannot be taken away. */
  default List<Left> tidy() {
    return List.of();
  }

  /** A content that should be gone, and why it is not. */
  record Left(Candidate candidate, Problem problem) {}

  /**
   * How it ended.
   *
   * @param serving the generation that serves now; null when none does
   * @param problem why it is not the wanted one, or what could not be cleaned up; null when all
   *     went well
   * @param parked what it cost others
   * @param missing the routes that are no longer served
   */
  record Outcome(Generation serving, Problem problem, Parked parked, List<String> missing) {

    Outcome(Generation serving, Problem problem) {
      this(serving, problem, Parked.NONE, List.of());
    }

    static Outcome serving(Generation generation) {
      return new Outcome(Objects.requireNonNull(generation), null);
    }

    static Outcome failed(Generation stillServing, Problem problem) {
      return new Outcome(stillServing, Objects.requireNonNull(problem));
    }

    static Outcome gone() {
      return new Outcome(null, null);
    }

    /** True when {@code wanted} is what serves now. */
    boolean serves(Candidate wanted) {
      return serving != null && serving.candidate().hash().equals(wanted.hash());
    }

    Optional<Problem> trouble() {
      return Optional.ofNullable(problem);
    }
  }
}
