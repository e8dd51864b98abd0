package com.virtualpytest.host.host.internal.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.Bundle;

/**
 * Who owns which template, and the route table that follows from it. Changes are short and
 * synchronized; lookups read one reference.
 */
final class Routes {

  private record Owner(Bundle bundle, String shape) {}

  private final AtomicReference<RouteTable> table = new AtomicReference<>(RouteTable.EMPTY);
  private final Map<String, Owner> owners = new HashMap<>();
  private final Owner reserved;
  private long timesFreed;

  /**
   * @param bundle the bundle that serves {@link DirectAnswers}, whose template nobody else gets
   */
  Routes(Bundle bundle) {
    reserved = new Owner(bundle, RouteTable.Route.shape(DirectAnswers.TEMPLATE));
  }

  /**
   * How often templates have become free; a refusal that is older than the last time may be wrong.
   */
  synchronized long timesFreed() {
    return timesFreed;
  }

  RouteTable table() {
    return table.get();
  }

  /** Takes a template for a bundle, or names the bundle that has it. */
  synchronized Optional<Bundle> claim(Bundle bundle, String template) {
    String shape = RouteTable.Route.shape(template);
    if (shape.equals(reserved.shape())) {
      return Optional.of(reserved.bundle());
    }
    Owner owner = owners.putIfAbsent(shape, new Owner(bundle, shape));
    return owner == null || owner.bundle().getBundleId() == bundle.getBundleId()
        ? Optional.empty()
        : Optional.of(owner.bundle());
  }

  /**
   * Puts a bundle's new routes in the place of its old ones, in one step. Templates that it no
   * longer has become free.
   *
   * @return whether a template became free
   */
  synchronized boolean replace(Bundle bundle, Collection<RouteTable.Route> next) {
    long id = bundle.getBundleId();
    List<RouteTable.Route> routes = new ArrayList<>(table.get().routes());
    routes.removeIf(route -> route.application().bundle().getBundleId() == id);
    routes.addAll(next);
    table.set(new RouteTable(routes));
    List<String> shapes = next.stream().map(RouteTable.Route::shape).toList();
    boolean freed =
        owners
            .values()
            .removeIf(
                owner -> owner.bundle().getBundleId() == id && !shapes.contains(owner.shape()));
    if (freed) {
      timesFreed++;
    }
    return freed;
  }

  /**
   * Takes a template for a bundle that stands by, where its older generation has it; what nobody
   * has is claimed for it at once.
   */
  synchronized Optional<Bundle> claimBeside(Bundle bundle, String template) {
    Optional<Bundle> owner = claim(bundle, template);
    return owner.filter(other -> !bundle.getSymbolicName().equals(other.getSymbolicName()));
  }

  /** Puts the routes of a bundle in the place of another's, templates included, in one step. */
  synchronized void switchOver(long from, Bundle to, Collection<RouteTable.Route> next) {
    List<RouteTable.Route> routes = new ArrayList<>(table.get().routes());
    routes.removeIf(route -> route.application().bundle().getBundleId() == from);
    routes.addAll(next);
    owners.values().removeIf(owner -> owner.bundle().getBundleId() == from);
    next.forEach(route -> owners.put(route.shape(), new Owner(to, route.shape())));
    table.set(new RouteTable(routes));
    timesFreed++;
  }

  /** Takes one template of a bundle out of service at once; the bundle keeps it claimed. */
  synchronized void withdraw(Bundle bundle, String template) {
    String shape = RouteTable.Route.shape(template);
    List<RouteTable.Route> routes = new ArrayList<>(table.get().routes());
    routes.removeIf(
        route ->
            route.application().bundle().getBundleId() == bundle.getBundleId()
                && route.shape().equals(shape));
    table.set(new RouteTable(routes));
  }

  List<String> served(long bundleId) {
    return table.get().routes().stream()
        .filter(route -> route.application().bundle().getBundleId() == bundleId)
        .map(RouteTable.Route::template)
        .sorted()
        .toList();
  }
}
