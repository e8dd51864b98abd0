package com.virtualpytest.host.launcher;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The OSGi framework with the system bundles. Its cache is emptied at every start: with bundles
 * installed by reference a kept cache saves nothing, and an emptied one cannot be stale or damaged.
 */
final class HostFramework {
  /** Property of the services that the launcher offers: which of them it is. */
  static final String SERVICE_PROPERTY = "device.host";

  private final Framework framework;

  private HostFramework(Framework framework) {
    this.framework = framework;
  }

  /** Creates the framework; nothing runs yet. */
  static HostFramework create(Map<String, String> properties, DataFolder dataFolder)
      throws StartException {
    Map<String, String> configuration = new HashMap<>(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, dataFolder.frameworkCache().toString());
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    HostFramework host =
        new HostFramework(
            ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(configuration));
    try {
      host.framework.init();
    } catch (BundleException e) {
      throw new StartException(
          ExitCode.DATA_FOLDER,
          "the framework cannot use " + dataFolder.frameworkCache() + ": " + e.getMessage(),
          e);
    }
    return host;
  }

  /** Offers a service of the launcher to the bundles, as {@code device.host=<name>}. */
  <T> void offer(Class<T> type, T service, String name) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(SERVICE_PROPERTY, name);
    framework.getBundleContext().registerService(type, service, properties);
  }

  /**
   * Installs the bundles and goes to the beginning start level. Bundles of higher levels start when
   * somebody raises the level.
   *
   * @throws StartException naming each bundle that did not start, and why
   */
  void start(List<Installation.SystemBundle> systemBundles) throws StartException {
    List<Bundle> installed = new ArrayList<>();
    for (Installation.SystemBundle systemBundle : systemBundles) {
      installed.add(install(systemBundle));
    }
    try {
      framework.start();
    } catch (BundleException e) {
      throw new StartException(
          ExitCode.BROKEN, "the framework does not start: " + e.getMessage(), e);
    }
    requireActive(installed);
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

  private Bundle install(Installation.SystemBundle systemBundle) throws StartException {
    BundleContext context = framework.getBundleContext();
    try {
      Bundle bundle = context.installBundle(systemBundle.location());
      bundle.adapt(BundleStartLevel.class).setStartLevel(systemBundle.startLevel());
      if (!isFragment(bundle)) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
      return bundle;
    } catch (BundleException e) {
      throw new StartException(
          ExitCode.BROKEN,
          "system/" + systemBundle.name() + " cannot be installed: " + firstLine(e),
          e);
    }
  }

  private void requireActive(List<Bundle> installed) throws StartException {
    int level = framework.adapt(FrameworkStartLevel.class).getStartLevel();
    List<String> reasons = new ArrayList<>();
    for (Bundle bundle : installed) {
      boolean due = bundle.adapt(BundleStartLevel.class).getStartLevel() <= level;
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
