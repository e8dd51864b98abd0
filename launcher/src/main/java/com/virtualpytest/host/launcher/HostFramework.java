package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The OSGi framework with the system bundles. Its cache is emptied at every start: with bundles
 * installed by reference a kept cache saves nothing, and an emptied one cannot be stale or damaged.
 *
 * <p>Start levels say what stands on what. Two things take long and little of the rest waits for
 * them: logging, which comes up while the other bundles are being installed, and the HTTP server
 * with Jersey, which come up beside the rest. The framework's own thread starts one bundle after
 * the other; therefore it starts logging only, and the launcher does the others. The last level is
 * reached when all have started.
 */
final class HostFramework {
  /** Property of the services that the launcher offers: which of them it is. */
  static final String SERVICE_PROPERTY = "device.host";

  private static final String BEGINNING = Constants.FRAMEWORK_BEGINNING_STARTLEVEL;

  /** Starts on the framework's thread. */
  private static final int LOGGING = 1;

  /** Logging resolves only when this is there as well. */
  private static final int SERVICE_LOADER = 12;

  /** Start in this order on a thread of their own: Jersey has to be there when a servlet is. */
  private static final Set<Integer> BESIDE = Set.of(4, 5);

  /** What bundles that are dropped in begin with. */
  private static final int DEFAULT_LEVEL = 1;

  private final Framework framework;
  private final BundleContext context;
  private final FrameworkStartLevel levels;
  private final int lastLevel;

  private HostFramework(Framework framework, int lastLevel) {
    this.framework = framework;
    this.context = framework.getBundleContext();
    this.levels = framework.adapt(FrameworkStartLevel.class);
    this.lastLevel = lastLevel;
  }

  /** Creates the framework; nothing runs yet. */
  static HostFramework create(Map<String, String> properties, DataFolder dataFolder)
      throws StartException {
    Map<String, String> configuration = new HashMap<>(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, dataFolder.frameworkCache().toString());
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    int lastLevel = Integer.parseInt(properties.get(BEGINNING));
    configuration.put(BEGINNING, Integer.toString(lastLevel - 1));
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(configuration);
    try {
      framework.init();
      dataFolder.protectFrameworkCache();
    } catch (BundleException | IOException e) {
      throw new StartException(
          ExitCode.DATA_FOLDER,
          "the framework cannot use " + dataFolder.frameworkCache() + ": " + e.getMessage(),
          e);
    }
    return new HostFramework(framework, lastLevel);
  }

  /** Offers a service of the launcher to the bundles, as {@code device.host=<name>}. */
  <T> void offer(Class<T> type, T service, String name) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(SERVICE_PROPERTY, name);
    context.registerService(type, service, properties);
  }

  /**
   * Installs the bundles and goes to the beginning start level. Bundles of higher levels start when
   * somebody raises the level. Returns early when the framework is stopped meanwhile.
   *
   * @throws StartException naming each bundle that did not start, and why
   */
  void start(List<Installation.SystemBundle> systemBundles)
      throws StartException, InterruptedException {
    IntPredicate first = level -> level == LOGGING || level == SERVICE_LOADER;
    List<Bundle> installed = new ArrayList<>(install(systemBundles, first));
    startAll(installed, level -> level == LOGGING);
    FutureTask<Void> logging = beside("launcher-logging", this::startFramework);
    installed.addAll(install(systemBundles, first.negate()));
    await(logging);
    installed.sort(Comparator.comparing(HostFramework::level));
    FutureTask<Void> http = beside("launcher-http", () -> startAll(installed, BESIDE::contains));
    startAll(installed, level -> !BESIDE.contains(level));
    await(http);
    reachLastLevel();
    requireActive(installed);
  }

  /** All bundles that are installed now. */
  List<Bundle> bundles() {
    return List.of(context.getBundles());
  }

  /** The names of those whose start or stop has begun and not come back, while all are stopped. */
  List<String> hanging() {
    try {
      return bundles().stream()
          .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
          .filter(HostFramework::hangs)
          .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
          .toList();
    } catch (IllegalStateException e) {
      return List.of(); // the framework has come to its end just now
    }
  }

  private static boolean hangs(Bundle bundle) {
    return bundle.getState() == Bundle.STOPPING
        || (bundle.getState() == Bundle.STARTING && !isLazy(bundle));
  }

  private static boolean isLazy(Bundle bundle) {
    return bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
  }

  /** Stops all bundles, in the reverse order of their start levels; returns at once. */
  void stop() throws BundleException {
    framework.stop();
  }

  /**
   * Waits until the framework has ended.
   *
   * @param millis how long at most; 0 for ever
   * @return whether a restart is wanted by who ended it
   */
  boolean waitForStop(long millis) throws InterruptedException {
    return framework.waitForStop(millis).getType() == FrameworkEvent.STOPPED_UPDATE;
  }

  private List<Bundle> install(List<Installation.SystemBundle> systemBundles, IntPredicate wanted)
      throws StartException {
    List<Bundle> installed = new ArrayList<>();
    for (Installation.SystemBundle systemBundle : systemBundles) {
      if (wanted.test(systemBundle.startLevel())) {
        // costs less than to change it afterwards
        levels.setInitialBundleStartLevel(systemBundle.startLevel());
        installed.add(install(systemBundle));
      }
    }
    levels.setInitialBundleStartLevel(DEFAULT_LEVEL);
    return installed;
  }

  private Bundle install(Installation.SystemBundle systemBundle) throws StartException {
    try {
      return context.installBundle(systemBundle.location());
    } catch (BundleException | IllegalStateException e) { // the second when it was stopped
      throw new StartException(
          ExitCode.BROKEN,
          "system/" + systemBundle.name() + " cannot be installed: " + firstLine(e),
          e);
    }
  }

  private Void startFramework() throws StartException {
    try {
      framework.start();
      return null;
    } catch (BundleException e) {
      throw new StartException(
          ExitCode.BROKEN, "the framework does not start: " + e.getMessage(), e);
    }
  }

  /** Starts bundles of some levels, in order, or marks them to be started at their level. */
  private static Void startAll(List<Bundle> installed, IntPredicate wanted) {
    for (Bundle bundle : installed) {
      if (wanted.test(level(bundle))) {
        start(bundle);
      }
    }
    return null;
  }

  private static void start(Bundle bundle) {
    if (isFragment(bundle)) {
      return;
    }
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException | IllegalStateException e) {
      // what is not active in the end gets a second attempt, and that one tells why
    }
  }

  private void reachLastLevel() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    SynchronousBundleListener stopping =
        event -> {
          if (event.getBundle() == framework && event.getType() == BundleEvent.STOPPING) {
            over.countDown();
          }
        };
    try {
      context.addBundleListener(stopping);
    } catch (IllegalStateException e) {
      return; // stopped meanwhile
    }
    if (framework.getState() == Bundle.ACTIVE) {
      levels.setStartLevel(lastLevel, event -> over.countDown());
      over.await();
    }
  }

  /** Does something on a thread of its own. */
  private static FutureTask<Void> beside(String name, Callable<Void> task) {
    FutureTask<Void> running = new FutureTask<>(task);
    new Thread(running, name).start();
    return running;
  }

  private static void await(FutureTask<Void> running) throws StartException, InterruptedException {
    try {
      running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void requireActive(List<Bundle> installed) throws StartException {
    int level = levels.getStartLevel();
    List<String> reasons = new ArrayList<>();
    for (Bundle bundle : installed) {
      boolean due = level(bundle) <= level;
      // STARTING: waits for the first use of one of its classes, as its manifest asks for
      boolean up = bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
      if (due && !up && !isFragment(bundle)) {
        startAgain(bundle, reasons);
      }
    }
    if (!reasons.isEmpty()) {
      throw new StartException(
          ExitCode.BROKEN, "system bundles do not start: " + String.join("; ", reasons));
    }
  }

  /** The first failure went to the log; a second attempt hands us the reason. */
  private static void startAgain(Bundle bundle, List<String> reasons) {
    try {
      bundle.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      reasons.add(bundle.getSymbolicName() + ": " + firstLine(e));
    }
  }

  private static int level(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).getStartLevel();
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  /** The innermost cause says what is missing; the outer ones only that something is. */
  private static String firstLine(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }
}
