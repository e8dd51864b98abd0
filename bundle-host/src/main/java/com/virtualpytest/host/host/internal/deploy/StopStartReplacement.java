package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces by stop and start: the new generation is installed and resolved beside the old one, the
 * old one is stopped, the new one started, the old one uninstalled. The name does not answer in
 * between. When the new one does not start, the old one is started again.
 *
 * <p>Needs {@link TwinHook}: two builds often have the same version.
 */
final class StopStartReplacement implements Replacement {
  private static final Logger LOG = LoggerFactory.getLogger(StopStartReplacement.class);

  private final BundleContext context;
  private final BundleOperations operations;
  private final Consumer<Candidate> quarantine;

  /**
   * @param context of the host bundle
   * @param operations the steps
   * @param quarantine told of each content that hangs
   */
  StopStartReplacement(
      BundleContext context, BundleOperations operations, Consumer<Candidate> quarantine) {
    this.context = context;
    this.operations = operations;
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
      discard(bundle, first, e.problem());
      return Outcome.failed(null, e.problem());
    }
  }

  @Override
  public Outcome replace(Generation old, Candidate next) {
    Bundle bundle = null;
    try {
      bundle = operations.install(next);
      operations.resolve(bundle);
    } catch (DeployException e) {
      discard(bundle, next, e.problem());
      return Outcome.failed(old, e.problem());
    }
    Optional<Problem> stuck = stop(old);
    try {
      operations.start(bundle);
    } catch (DeployException e) {
      discard(bundle, next, e.problem());
      return Outcome.failed(stuck.isEmpty() && restart(old) ? old : null, e.problem());
    }
    Generation serving = new Generation(next, bundle.getBundleId());
    return new Outcome(serving, stuck.or(() -> uninstall(old)).orElse(null));
  }

  @Override
  public Outcome remove(Generation old) {
    return new Outcome(null, uninstall(old).orElse(null));
  }

  private Optional<Problem> stop(Generation generation) {
    return leave(generation, operations::stop);
  }

  private Optional<Problem> uninstall(Generation generation) {
    return leave(generation, operations::uninstall);
  }

  private Optional<Problem> leave(Generation generation, Step step) {
    Bundle bundle = context.getBundle(generation.bundleId());
    if (bundle == null) {
      return Optional.empty();
    }
    try {
      step.run(bundle);
      return Optional.empty();
    } catch (DeployException e) {
      quarantine.accept(generation.candidate());
      return Optional.of(e.problem());
    }
  }

  private boolean restart(Generation old) {
    Bundle bundle = context.getBundle(old.bundleId());
    if (bundle == null) {
      return false;
    }
    try {
      operations.start(bundle);
      return true;
    } catch (DeployException e) {
      LOG.error("{} does not start again: {}", old.candidate().label(), e.problem().detail());
      discard(bundle, old.candidate(), e.problem());
      return false;
    }
  }

  /** Leaves nothing of a failed attempt, except for what hangs: that is never touched again. */
  private void discard(Bundle bundle, Candidate candidate, Problem problem) {
    if (problem.kind() == Kind.STUCK) {
      quarantine.accept(candidate);
    } else if (bundle != null) {
      try {
        operations.uninstall(bundle);
      } catch (DeployException e) {
        quarantine.accept(candidate);
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void run(Bundle bundle) throws DeployException;
  }
}
