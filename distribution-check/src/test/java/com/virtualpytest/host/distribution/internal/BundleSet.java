package com.virtualpytest.host.distribution.internal;

import aQute.bnd.osgi.repository.ResourcesRepository;
import aQute.bnd.osgi.resource.ResourceBuilder;
import biz.aQute.resolve.ResolverValidator;
import biz.aQute.resolve.ResolverValidator.Resolution;
import biz.aQute.resolve.ResolverValidator.ResolutionType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Resource;

/**
 * Bundles that are to run together in the framework.
 *
 * @param jars the bundles
 */
record BundleSet(List<Path> jars) {

  /** All jars in the folders, at any depth. */
  static BundleSet in(Path... folders) {
    return new BundleSet(Stream.of(folders).flatMap(BundleSet::jarsBelow).sorted().toList());
  }

  /**
   * Resolves every bundle against all others and the system bundle, as bnd's resolver sees it.
   *
   * @param framework properties of the framework that shape what the system bundle exports
   * @param storage an empty folder for the framework
   * @return one line for each bundle that does not resolve, naming what it misses
   */
  List<String> problems(Map<String, String> framework, Path storage) throws Exception {
    List<Resource> resources = new ArrayList<>();
    for (Path jar : jars) {
      ResourceBuilder builder = new ResourceBuilder();
      builder.addFile(jar.toFile(), jar.toUri());
      resources.add(builder.build());
    }
    try (ResolverValidator validator = new ResolverValidator()) {
      validator.setSystem(systemBundle(framework, storage));
      // The repository also holds what bnd makes of multi-release jars, one resource for each range
      // of Java versions: only the bundles themselves have to resolve.
      return validator.validateResources(new ResourcesRepository(resources), resources).stream()
          .filter(resolution -> resolution.type == ResolutionType.FAIL)
          .map(BundleSet::describe)
          .toList();
    }
  }

  /** What the framework itself provides on the Java that runs this: asked of it, not assumed. */
  private static Resource systemBundle(Map<String, String> properties, Path storage)
      throws Exception {
    Map<String, String> all = new HashMap<>(properties);
    all.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    Framework framework = new FrameworkFactory().newFramework(all);
    framework.init();
    try {
      ResourceBuilder builder = new ResourceBuilder();
      builder.addCapabilities(framework.adapt(BundleRevision.class).getCapabilities(null));
      return builder.build();
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  private static String describe(Resolution resolution) {
    Object name =
        resolution
            .resource
            .getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE)
            .get(0)
            .getAttributes()
            .get(IdentityNamespace.IDENTITY_NAMESPACE);
    return resolution.missing.isEmpty()
        ? "%s: %s".formatted(name, resolution.message)
        : "%s misses %s".formatted(name, resolution.missing);
  }

  private static Stream<Path> jarsBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
