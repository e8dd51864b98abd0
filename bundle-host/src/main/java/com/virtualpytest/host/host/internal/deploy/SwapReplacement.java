package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a generation by one that was installed, started and asked beside it; when anything is
 * wrong with the new one, the old one has never stopped serving. The old one goes when its last
 * requests have ended.
 *
 * <p>Needs {@link TwinHook}, for two builds often have the same version, and {@link TwinHiding}.
 */
final class SwapReplacement implements Replacement {
  private static final Logger LOG = LoggerFactory.getLogger(SwapReplacement.class);

  /** An old generation that serves its last requests. */
  private record Leaving(Generation generation, long since) {}

  private final BundleContext context;
  private final BundleOperations operations;
  private final SwapParts parts;
  private final Readiness readiness;
  private final Duration drain;
  private final Consumer<Candidate> quarantine;
  private final List<Leaving> leaving = new ArrayList<>();

  /** What cannot be taken away and was not told yet, by its content's hash. */
  private final Map<String, Left> left = new LinkedHashMap<>();

  /**
   * @param context of the host bundle
   * @param operations the steps
   * @param parts who takes part
   * @param readiness asks new generations
   * @param drain how long requests of an old generation may go on
   * @param quarantine told of each content that hangs
   */
  SwapReplacement(
      BundleContext context,
      BundleOperations operations,
      SwapParts parts,
      Readiness readiness,
      Duration drain,
      Consumer<Candidate> quarantine) {
    this.context = context;
    this.operations = operations;
    this.parts = parts;
    this.readiness = readiness;
    this.drain = drain;
    this.quarantine = quarantine;
  }

  @Override
  public Outcome install(Candidate first) {
    Bundle bundle = null;
    try {
      bundle = operations.install(first);
      operations.resolve(bundle);
      operations.start(bundle);
      return Outcome.serving(new Generation(first, bundle.getBundleId()));
    } catch (DeployException e) {
      return Outcome.failed(null, discard(bundle, first, e.problem()));
    }
  }

  @Override
  public Outcome replace(Generation old, Candidate next) {
    Bundle from = context.getBundle(old.bundleId());
    if (from == null || from.getState() != Bundle.ACTIVE) {
      return afterStopped(old, next); // nothing of it serves: somebody has stopped it
    }
    Bundle to = null;
    try {
      to = operations.install(next);
      Swapped swapped = swap(from, to);
      leaving.add(new Leaving(old, System.nanoTime()));
      takeAway();
      Left stuck = left.remove(old.candidate().hash());
      return new Outcome(
          new Generation(next, to.getBundleId()),
          stuck == null ? null : stuck.problem(),
          swapped.parked(),
          swapped.missing());
    } catch (DeployException e) {
      LOG.debug("{} does not take over", next.label(), e);
      return Outcome.failed(old, discard(to, next, e.problem()));
    } catch (SwapException e) {
      LOG.debug("{} does not take over", next.label(), e);
      Kind kind = e.stuck() ? Kind.STUCK : e.busy() ? Kind.BUSY : Kind.NOT_STARTED;
      Problem problem = new Problem(kind, e.getMessage(), e.hint());
      return new Outcome(old, discard(to, next, problem), e.parked(), List.of());
    }
  }

  private record Swapped(Parked parked, List<String> missing) {}

  private Swapped swap(Bundle from, Bundle to) throws DeployException, SwapException {
    parts.generations().standBy(to.getBundleId());
    operations.resolve(to);
    operations.start(to);
    long old = from.getBundleId();
    long next = to.getBundleId();
    boolean prepared = false;
    try {
      readiness.check(from, to);
      List<String> missing =
          parts.route().isPresent() ? parts.route().get().prepare(old, next) : List.of();
      if (!missing.isEmpty()) {
        LOG.warn("{} no longer serves {}", BundleOperations.name(to), missing);
      }
      Parked parked = Parked.NONE;
      if (parts.device().isPresent()) {
        parts.device().get().prepare(old, next);
        prepared = true;
        parked = parts.device().get().handOver(old, next);
      }
      parts.route().ifPresent(routes -> routes.switchOver(old, next));
      parts.generations().release(next);
      return new Swapped(parked, missing);
    } catch (SwapException e) {
      if (prepared) {
        parts.device().get().cancel(old, next);
      }
      throw e;
    } catch (RuntimeException e) {
      if (prepared) {
        parts.device().get().cancel(old, next);
      }
      throw new DeployException(
          new Problem(Kind.NOT_STARTED, "The swap failed unexpectedly", "The host's log has why"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeployException(Kind.STORAGE, "The host is stopping", null);
    }
  }

  private Outcome afterStopped(Generation old, Candidate next) {
    Outcome outcome = install(next);
    if (outcome.serving() == null) {
      return Outcome.failed(old, outcome.problem());
    }
    return new Outcome(outcome.serving(), uninstall(old).orElse(null));
  }

  @Override
  public Outcome remove(Generation old) {
    return new Outcome(null, uninstall(old).orElse(null));
  }

  @Override
  public List<Left> tidy() {
    takeAway();
    List<Left> told = List.copyOf(left.values());
    left.clear();
    return told;
  }

  private void takeAway() {
    for (Iterator<Leaving> all = leaving.iterator(); all.hasNext(); ) {
      Leaving one = all.next();
      if (!mayGo(one)) {
        continue;
      }
      all.remove();
      parts.device().ifPresent(devices -> devices.close(one.generation().bundleId()));
      Candidate gone = one.generation().candidate();
      uninstall(one.generation())
          .ifPresent(problem -> left.put(gone.hash(), new Left(gone, problem)));
    }
  }

  private boolean mayGo(Leaving one) {
    if (parts.route().isEmpty()) {
      return true;
    }
    long id = one.generation().bundleId();
    parts.route().get().endStreams(id);
    long inFlight = parts.route().get().inFlight(id);
    if (inFlight == 0) {
      return true;
    }
    boolean late = System.nanoTime() - one.since() > drain.toNanos();
    if (late) {
      LOG.warn(
          "bundle {} goes with {} requests still in flight",
          one.generation().candidate().label(),
          inFlight);
    }
    return late;
  }

  private Optional<Problem> uninstall(Generation generation) {
    Bundle bundle = context.getBundle(generation.bundleId());
    if (bundle == null) {
      return Optional.empty();
    }
    try {
      operations.uninstall(bundle);
      return Optional.empty();
    } catch (DeployException e) {
      return Optional.of(stuck(bundle, generation.candidate(), e.problem()));
    }
  }

  /** What hangs is never touched again, and what it has registered counts no more. */
  private Problem stuck(Bundle bundle, Candidate candidate, Problem problem) {
    long id = bundle.getBundleId();
    parts.generations().standBy(id);
    parts.route().ifPresent(routes -> routes.withdraw(id));
    parts.device().ifPresent(devices -> devices.withdraw(id));
    quarantine.accept(candidate);
    return problem.held(candidate.label());
  }

  /**
   * Leaves nothing of a failed attempt, except for what hangs.
   *
   * @return what is to be told
   */
  private Problem discard(Bundle bundle, Candidate candidate, Problem problem) {
    if (bundle == null) {
      return problem;
    }
    if (problem.kind() == Kind.STUCK) {
      return stuck(bundle, candidate, problem);
    }
    try {
      operations.uninstall(bundle);
      parts.generations().release(bundle.getBundleId());
      return problem;
    } catch (DeployException e) {
      String both = problem.detail() + ". " + e.problem().detail();
      return stuck(bundle, candidate, new Problem(Kind.STUCK, both, e.problem().hint()));
    }
  }
}
