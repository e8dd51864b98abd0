package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a bundle's life in the framework. Each returns in bounded time and says in the
 * host's own words what went wrong; the framework's words go to the log.
 */
final class BundleOperations {
  private static final Logger LOG = LoggerFactory.getLogger(BundleOperations.class);

  /**
   * Begins the location of every bundle that was dropped in; the content's hash follows, and a
   * number when the content was installed once more.
   */
  private static final String LOCATION = "deploy:";

  private static final char AGAIN = '#';

  private static final int START_OPTIONS = Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY;

  private final BundleContext context;
  private final FrameworkWiring wiring;
  private final TimeLimit limit;
  private final Remains remains;
  private final StartedThreads threads = new StartedThreads();
  private final Set<Long> installed = new HashSet<>(); // by this run; the deployer's thread

  BundleOperations(BundleContext context, TimeLimit limit) {
    this.context = context;
    this.remains = new Remains(context);
    this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    this.limit = limit;
  }

  static boolean droppedIn(Bundle bundle) {
    return bundle.getLocation().startsWith(LOCATION);
  }

  static String hash(Bundle bundle) {
    String location = bundle.getLocation();
    int again = location.indexOf(AGAIN);
    return location.substring(LOCATION.length(), again < 0 ? location.length() : again);
  }

  /**
   * The bundle that was installed last of a content: older ones of the same content are leaving.
   */
  static Optional<Bundle> find(BundleContext context, String hash) {
    return Stream.of(context.getBundles())
        .filter(bundle -> droppedIn(bundle) && hash(bundle).equals(hash))
        .max(Comparator.comparing(Bundle::getBundleId));
  }

  /** True for what an earlier run has installed and no run will use again. */
  boolean leftOver(Bundle bundle, Set<String> hashes) {
    boolean again = bundle.getLocation().indexOf(AGAIN) >= 0;
    return !installed.contains(bundle.getBundleId()) && (again || !hashes.contains(hash(bundle)));
  }

  /**
   * Installs a content, or finds it installed by an earlier run. What this run has installed of it
   * before is on its way out and is left alone. It gets the host bundle's start level: started
   * later than that bundle, and stopped before it.
   */
  Bundle install(Candidate candidate) throws DeployException {
    try (InputStream in = Files.newInputStream(candidate.jar())) {
      Bundle bundle = context.installBundle(location(candidate.hash()), in);
      installed.add(bundle.getBundleId());
      int level = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
      bundle.adapt(BundleStartLevel.class).setStartLevel(level);
      return bundle;
    } catch (IOException e) {
      throw BundleStore.storage(e);
    } catch (BundleException e) {
      LOG.debug("{} cannot be installed", candidate.label(), e);
      throw new DeployException(installProblem(e), e);
    }
  }

  private String location(String hash) {
    installed.removeIf(id -> context.getBundle(id) == null);
    String location = LOCATION + hash;
    for (int n = 1; inUse(context.getBundle(location)); n++) {
      location = LOCATION + hash + AGAIN + n;
    }
    return location;
  }

  private boolean inUse(Bundle bundle) {
    return bundle != null && installed.contains(bundle.getBundleId());
  }

  private static Problem installProblem(BundleException e) {
    return switch (e.getType()) {
      case BundleException.DUPLICATE_BUNDLE_ERROR ->
          new Problem(
              Kind.NOT_STARTED,
              "A bundle of this name and version is installed and cannot be moved out of the way",
              "Raise the version, or restart the host");
      case BundleException.READ_ERROR, BundleException.UNSPECIFIED ->
          new Problem(
              Kind.STORAGE, "The framework could not store the bundle", "Make room on the disk");
      default ->
          new Problem(
              Kind.REFUSED,
              "Its manifest is not valid for OSGi",
              "Build it with bnd-maven-plugin or another bnd tool");
    };
  }

  /** Wires a bundle, so that what it lacks is known before anything stops for it. */
  void resolve(Bundle bundle) throws DeployException {
    if (!wiring.resolveBundles(Set.of(bundle))) {
      throw new DeployException(
          Kind.UNRESOLVED,
          MissingRequirements.describe(bundle, wiring),
          "Drop in what offers it, or build the bundle for this host");
    }
  }

  /** Starts a bundle until the host stops: the framework will not start it again by itself. */
  void start(Bundle bundle) throws DeployException {
    try {
      limit.run(
          "start " + name(bundle),
          "activator",
          threads.mark(bundle.getBundleId()),
          () -> threads.watch(bundle, () -> bundle.start(START_OPTIONS)),
          () -> discard(bundle));
    } catch (BundleException e) {
      LOG.warn("{} did not start", name(bundle), e);
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      throw new DeployException(
          new Problem(
              Kind.NOT_STARTED,
              "Its activator failed with " + thrown.getClass().getSimpleName(),
              "The log has the whole story"),
          e);
    }
  }

  /**
   * Stops a bundle. One whose activator throws is stopped nevertheless.
   *
   * @throws DeployException only when it is stuck
   */
  void stop(Bundle bundle) throws DeployException {
    bounded("stop ", bundle, () -> bundle.stop(Bundle.STOP_TRANSIENT));
  }

  /**
   * Stops and uninstalls a bundle, and lets go of its class loader unless others use its packages.
   *
   * @throws DeployException only when it is stuck
   */
  void uninstall(Bundle bundle) throws DeployException {
    if (bundle.getState() == Bundle.UNINSTALLED) {
      return;
    }
    List<Thread> begun = threads.of(bundle);
    bounded("uninstall ", bundle, bundle::uninstall);
    Collection<Bundle> users = wiring.getDependencyClosure(Set.of(bundle));
    if (wiring.getRemovalPendingBundles().contains(bundle) && users.size() <= 1) {
      wiring.refreshBundles(Set.of(bundle));
    }
    remains.clear();
    threads.forget(bundle.getBundleId());
    List<String> left = begun.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    if (!left.isEmpty()) {
      LOG.warn("{} is gone, and its threads go on: {}", name(bundle), left);
    }
  }

  /** Threads that the bundle began when it was started and that go on. */
  List<Thread> threads(Bundle bundle) {
    return threads.of(bundle);
  }

  private void bounded(String what, Bundle bundle, TimeLimit.Call call) throws DeployException {
    try {
      limit.run(what + name(bundle), "stop", call, () -> {});
    } catch (BundleException e) {
      LOG.warn("{}{} went wrong; going on", what, name(bundle), e);
    } catch (DeployException e) {
      if (e.problem().kind() == Kind.STUCK) {
        throw e;
      }
      LOG.warn("{}{} had to be interrupted", what, name(bundle));
    }
  }

  /** For a start that ended after it was given up: nobody wants the bundle any more. */
  private static void discard(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("{} cannot be uninstalled", name(bundle), e);
    }
  }

  static String name(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
