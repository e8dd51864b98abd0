package com.virtualpytest.host.host.internal.http;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.jersey.uri.PathPattern;
import org.glassfish.jersey.uri.PathTemplate;

/**
 * Which bundle's application answers which path. Immutable: a change is a new table. Paths are
 * matched by the class-level templates of all bundles together, in the order of JAX-RS: the most
 * literal characters first.
 *
 * @param routes in the order in which they are tried
 */
record RouteTable(List<Route> routes) {

  static final RouteTable EMPTY = new RouteTable(List.of());

  /**
   * One template and who serves it.
   *
   * @param template as it was written, with a leading slash
   * @param begin what every path begins with that it matches
   * @param application who serves it
   */
  record Route(PathPattern pattern, String template, String begin, BundleApplication application) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/_.-]*");

    static Route of(String path, BundleApplication application) {
      PathTemplate template = new PathTemplate(path);
      return new Route(
          new PathPattern(template, PathPattern.RightHandPath.capturingZeroOrMoreSegments),
          template.getTemplate(),
          plainBegin(template.getTemplate()),
          application);
    }

    /** Saves nearly all of the regular expressions that a request would have to pass. */
    private static String plainBegin(String template) {
      Matcher plain = PLAIN.matcher(template);
      String begin = plain.lookingAt() ? plain.group() : "";
      // a slash at the end of a template may be missing in the path
      return begin.endsWith("/") ? begin.substring(0, begin.length() - 1) : begin;
    }

    boolean matches(String path) {
      return path.startsWith(begin) && pattern.match(path) != null;
    }

    /** Equal for templates that match the same paths, whatever their parameters are called. */
    String shape() {
      return shape(template);
    }

    static String shape(String path) {
      String template = new PathTemplate(path).getTemplate();
      return template.replaceAll("\\{\\s*[\\w.-]+\\s*", "{");
    }
  }

  RouteTable {
    routes =
        routes.stream()
            .sorted(Comparator.comparing(Route::pattern, PathPattern.COMPARATOR))
            .toList();
  }

  /**
   * Finds who answers.
   *
   * @param path the path below {@code /host}, as it was sent, with a leading slash
   */
  Optional<BundleApplication> find(String path) {
    for (Route route : routes) {
      if (route.matches(path)) {
        return Optional.of(route.application());
      }
    }
    return Optional.empty();
  }
}
