package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.host.internal.deploy.BundleRecord;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Stands before the console's own page of bundles, which would install and update in place. What it
 * wants of drop-in bundles goes the way of all; what it wants of others is refused: they change
 * with the host's installation alone.
 */
final class StockBundles extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String LABEL = "bundles";
  private static final Pattern ID = Pattern.compile("/" + LABEL + "/(\\d{1,18})");
  private static final String HINT = "Drop-in bundles are changed on the page Drivers";

  /** As the page expects it of a bundle that is gone. */
  private static final String UNINSTALLED = "{\"fragment\":false,\"stateRaw\":1}";

  private final transient BundleContext context;
  private final transient Deployment deployment;
  private final transient BundleWishes wishes;
  private final transient DriversPage drivers;

  StockBundles(
      BundleContext context, Deployment deployment, BundleWishes wishes, DriversPage drivers) {
    this.context = context;
    this.deployment = deployment;
    this.wishes = wishes;
    this.drivers = drivers;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getMethod().equals("POST") || !asksForBundles(path(request))) {
      chain.doFilter(request, response);
      return;
    }
    Notice refusal = wishes.tooLarge(request);
    if (refusal != null) {
      answer(response, refusal);
      return;
    }
    switch (String.valueOf(request.getParameter("action"))) {
      case "install" -> install(request, response);
      case "uninstall" -> uninstall(path(request), response);
      default ->
          answer(
              response, Notice.refused("Bundles are not started, stopped or refreshed here", HINT));
    }
  }

  /** Decoded, from the console's own address on. */
  private static String path(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  /** Cuts the path as the console does when it looks for a plugin. */
  private static boolean asksForBundles(String path) {
    return path.equals("/" + LABEL) || path.startsWith("/" + LABEL + "/");
  }

  private void install(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    List<Notice> told = wishes.install(request);
    if (!path(request).endsWith("/install")) { // the address for tools
      drivers.show(request, response, told);
      return;
    }
    for (Notice notice : told) {
      if (!notice.good()) {
        answer(response, notice);
        return;
      }
    }
    response.setContentLength(0);
  }

  private void uninstall(String path, HttpServletResponse response) throws IOException {
    Bundle bundle = bundle(path);
    if (bundle == null) {
      answer(response, Notice.refused("There is no such bundle", null));
      return;
    }
    String name = bundle.getSymbolicName();
    if (deployment.bundles().stream().map(BundleRecord::name).noneMatch(name::equals)) {
      answer(
          response,
          Notice.refused(
              name + " belongs to the host itself",
              "It changes when the installation does and the host is started again"));
      return;
    }
    Notice told = wishes.remove(name);
    if (told.good()) {
      write(response, "application/json", UNINSTALLED);
    } else {
      answer(response, told);
    }
  }

  private Bundle bundle(String path) {
    var id = ID.matcher(path);
    return id.matches() ? context.getBundle(Long.parseLong(id.group(1))) : null;
  }

  /** The page shows the text of a refusal as it is, markup and all. */
  private static void answer(HttpServletResponse response, Notice refusal) throws IOException {
    response.setStatus(HttpServletResponse.SC_CONFLICT);
    write(response, "text/html", Html.escape(refusal.line()));
  }

  private static void write(HttpServletResponse response, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType(type);
    response.setCharacterEncoding("UTF-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
