package com.virtualpytest.host.host.internal.deploy;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Says in one line what a bundle that does not resolve is missing. */
final class MissingRequirements {
  private static final Map<String, String> WORDS =
      Map.of(
          PackageNamespace.PACKAGE_NAMESPACE,
          "package",
          BundleNamespace.BUNDLE_NAMESPACE,
          "bundle",
          ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE,
          "Java platform",
          "osgi.extender",
          "extender",
          "osgi.service",
          "service",
          "osgi.implementation",
          "implementation");

  private MissingRequirements() {}

  /** The first mandatory requirement that nobody meets, and how many there are besides. */
  static String describe(Bundle bundle, FrameworkWiring wiring) {
    List<BundleRequirement> missing =
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
            .filter(MissingRequirements::mandatory)
            .filter(requirement -> !met(bundle, requirement, wiring))
            .toList();
    if (missing.isEmpty()) {
      return "What it needs is there, but cannot be had together or does not resolve itself";
    }
    String more = missing.size() == 1 ? "" : " (and %d more)".formatted(missing.size() - 1);
    return "It needs the " + describe(missing.get(0)) + ", which nobody offers" + more;
  }

  private static boolean mandatory(BundleRequirement requirement) {
    Map<String, String> directives = requirement.getDirectives();
    String effective = directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "");
    return (effective.isEmpty() || effective.equals(Namespace.EFFECTIVE_RESOLVE))
        && !Namespace.RESOLUTION_OPTIONAL.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
        && !PackageNamespace.RESOLUTION_DYNAMIC.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
  }

  private static boolean met(Bundle bundle, BundleRequirement requirement, FrameworkWiring wiring) {
    return wiring.findProviders(requirement).stream()
        .map(provider -> provider.getRevision().getBundle())
        .anyMatch(
            other -> other.getState() != Bundle.UNINSTALLED && !TwinHiding.twins(bundle, other));
  }

  private static String describe(BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String filter =
        requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    String kind = WORDS.getOrDefault(namespace, "capability " + namespace);
    String name = value(filter, Pattern.quote(namespace) + "=");
    if (name == null) {
      return kind + (filter.isEmpty() ? "" : " " + filter);
    }
    return kind + " " + name + versions(filter);
  }

  private static String versions(String filter) {
    String exactly = value(filter, "version=");
    String from = value(filter, "version>=");
    Matcher end = Pattern.compile("!\\(version>=([^()]+)\\)").matcher(filter);
    if (exactly != null) {
      return " " + exactly;
    }
    if (from == null) {
      return "";
    }
    return " from version " + from + (end.find() ? " to below " + end.group(1) : "");
  }

  private static String value(String filter, String key) {
    Matcher matcher = Pattern.compile("\\(" + key + "([^()]+)\\)").matcher(filter);
    return matcher.find() ? matcher.group(1) : null;
  }
}
