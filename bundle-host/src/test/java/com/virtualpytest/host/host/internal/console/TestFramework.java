package com.virtualpytest.host.host.internal.console;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** A framework as the launcher starts it, with the console's classes as a bundle of their own. */
final class TestFramework implements AutoCloseable {

  private static final Path TARGET = Path.of("target");

  private final Framework framework;

  /**
   * Starts to start level 20.
   *
   * @param folder for the framework's cache and for the bundle that is made
   * @param settings what the launcher would hand over
   */
  TestFramework(Path folder, Map<String, String> settings) throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString());
    properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "20");
    properties.put("org.apache.felix.http.host", "127.0.0.1");
    properties.put("org.osgi.service.http.port", "0");
    // Libraries inside must not find those on the class path of the test.
    properties.put("felix.bootdelegation.implicit", "false");
    properties.put("felix.webconsole.security.providers", "device-host");
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(properties);
    framework.init();
    Supplier<Map<String, String>> launcher = () -> settings;
    Dictionary<String, Object> named = new Hashtable<>(Map.of("device.host", "settings"));
    framework.getBundleContext().registerService(Supplier.class, launcher, named);
    install(TARGET.resolve("console-test/5"), 5);
    install(TARGET.resolve("console-test/30"), 30);
    install(consoleBundle(folder).toUri().toString(), 10);
    framework.start();
  }

  private static Path consoleBundle(Path folder) throws Exception {
    Path jar = folder.resolve("console.jar");
    try (Builder builder = new Builder()) {
      builder.addClasspath(TARGET.resolve("classes").toFile());
      builder.addClasspath(TARGET.resolve("test-classes").toFile());
      for (String entry : System.getProperty("java.class.path").split(":")) {
        builder.addClasspath(Path.of(entry).toFile());
      }
      builder.setProperty("Bundle-SymbolicName", "console.under.test");
      builder.setProperty("-noimportjava", "true");
      builder.setProperty(
          "Private-Package",
          Stream.of(
                  "console;-split-package:=first",
                  "console.gate",
                  "origin;-split-package:=first",
                  "settings")
              .map("com.virtualpytest.host.host.internal."::concat)
              .reduce("com.virtualpytest.host.api.device", (all, next) -> all + "," + next));
      builder.setProperty(
          "Import-Package", "org.apache.felix.webconsole.spi;resolution:=optional,*");
      try (Jar made = builder.build()) {
        if (!builder.isOk()) {
          throw new IllegalStateException(builder.getErrors() + " " + builder.getWarnings());
        }
        made.write(jar.toFile());
      }
    }
    return jar;
  }

  private void install(Path folder, int level) throws Exception {
    List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.sorted().toList();
    }
    for (Path jar : jars) {
      install(jar.toUri().toString(), level);
    }
  }

  private void install(String location, int level) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(location);
    bundle.adapt(BundleStartLevel.class).setStartLevel(level);
    bundle.start(Bundle.START_ACTIVATION_POLICY);
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  int startLevel() {
    return framework.adapt(FrameworkStartLevel.class).getStartLevel();
  }

  Bundle bundle(String name) {
    return Stream.of(context().getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  /** The address of its HTTP server, once the gate is in front of it. */
  String url() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> service("org.osgi.service.servlet.whiteboard.Preprocessor") != null);
    ServiceReference<?> server = service("org.osgi.service.servlet.runtime.HttpServiceRuntime");
    Object endpoints = server.getProperty("osgi.http.endpoint");
    String url = endpoints instanceof String[] all ? all[0] : String.valueOf(endpoints);
    return url.replaceAll("[\\[\\]]|/$", "");
  }

  /** Whatever class it has: the test's own class path has the interfaces a second time. */
  private ServiceReference<?> service(String name) {
    try {
      ServiceReference<?>[] found = context().getAllServiceReferences(name, null);
      return found == null ? null : found[0];
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("There is no filter", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      framework.stop();
      framework.waitForStop(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException("The framework did not stop", e);
    }
  }
}
