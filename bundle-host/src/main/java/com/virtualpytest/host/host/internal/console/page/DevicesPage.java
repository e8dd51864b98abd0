package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.store.CommandReport;
import com.virtualpytest.host.host.internal.device.DeviceProblem;
import com.virtualpytest.host.host.internal.lane.LaneStatus;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The devices, who serves them, in which state that is, and what failed last. */
final class DevicesPage extends Page {
  private static final long serialVersionUID = 1L;

  static final String LABEL = "devices";

  private final transient DeviceRegistry registry;
  private final transient Supplier<List<DeviceProblem>> problems;
  private final transient Supplier<List<CommandReport>> failures;
  private final transient Supplier<Map<String, Optional<Status>>> links;
  private final transient Probes probes;
  private final transient Clock clock;

  /**
   * @param problems configurations of devices that were not taken
   * @param failures the last commands that failed, newest first
   * @param links other services by name; without a status when not configured
   */
  DevicesPage(
      Notices notices,
      DeviceRegistry registry,
      Supplier<List<DeviceProblem>> problems,
      Supplier<List<CommandReport>> failures,
      Supplier<Map<String, Optional<Status>>> links,
      Clock clock) {
    super(LABEL, notices);
    this.registry = registry;
    this.problems = problems;
    this.failures = failures;
    this.links = links;
    this.probes = new Probes(registry, clock);
    this.clock = clock;
  }

  @Override
  List<Notice> act(HttpServletRequest request) {
    return List.of(probes.probe(request.getParameter("device"), request.getParameter("driver")));
  }

  @Override
  void render(Html page) {
    List<BoundDevice> devices = registry.snapshot().devices();
    Map<Binding, Status> states = states(devices);
    Instant now = clock.instant();
    page.element("p", headLine(devices, states, now), "class", "statline");
    page.table("Device", "Driver", "Can", "State", "For", "What is known", "Lane", "Hardware");
    for (BoundDevice device : devices) {
      if (device.bindings().isEmpty()) {
        unserved(page, device.definition());
      }
      device.bindings().forEach(binding -> row(page, binding, states.get(binding), now));
    }
    page.endTable();
    problems(page);
    failures(page, now);
  }

  private static Map<Binding, Status> states(List<BoundDevice> devices) {
    Map<Binding, CompletableFuture<Status>> asked = new LinkedHashMap<>();
    devices.forEach(
        device -> device.bindings().forEach(binding -> asked.put(binding, binding.status())));
    Map<Binding, Status> states = new LinkedHashMap<>();
    // each answers within half a second, whatever its driver does
    asked.forEach((binding, status) -> states.put(binding, status.join()));
    return states;
  }

  private String headLine(List<BoundDevice> devices, Map<Binding, Status> states, Instant now) {
    long usable = states.values().stream().filter(status -> status.state().usable()).count();
    List<String> parts = new ArrayList<>();
    parts.add("devices: " + devices.size());
    parts.add("controllers usable: %d of %d".formatted(usable, states.size()));
    links.get().forEach((name, status) -> parts.add(name + ": " + link(status, now)));
    return String.join(" | ", parts);
  }

  private static String link(Optional<Status> status, Instant now) {
    if (status.isEmpty()) {
      return "not configured";
    }
    Status known = status.get();
    String detail = known.detail() == null ? "" : " (" + known.detail() + ")";
    String length = Times.length(Duration.between(known.since(), now));
    return known.state().wireName() + " for " + length + detail;
  }

  private static void unserved(Html page, DeviceDefinition device) {
    page.open("tr");
    name(page, device);
    page.element("td", "none", "colspan", "2").element("td", "").element("td", "");
    page.element("td", "No driver serves this device with the settings that it has");
    page.element("td", "").element("td", "").close("tr");
  }

  private static void row(Html page, Binding binding, Status status, Instant now) {
    page.open("tr");
    name(page, binding.device());
    page.cell(binding.driver(), binding.bundle());
    page.element("td", capabilities(binding));
    States.cell(page, status.state());
    page.timeCell(Times.length(Duration.between(status.since(), now)), status.since());
    page.cell(status.detail(), status.hint());
    page.element("td", lane(binding.lane()));
    probe(page, binding, status, now);
    page.close("tr");
  }

  private static void name(Html page, DeviceDefinition device) {
    page.open("td").element("b", device.id()).text(" " + device.name());
    page.element("div", device.model(), "class", "host-minor").close("td");
  }

  private static String capabilities(Binding binding) {
    return binding.capabilities().stream()
        .map(Capability::wireName)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String lane(LaneStatus lane) {
    String depth = lane.depth() == 0 ? "" : ", " + lane.depth() + " waiting";
    if (!lane.busy()) {
      return lane.depth() == 0 ? "idle" : lane.depth() + " waiting";
    }
    String stuck = lane.stuck() ? " (hangs)" : "";
    return lane.running() + " for " + Times.length(lane.runningFor()) + stuck + depth;
  }

  private static void probe(Html page, Binding binding, Status status, Instant now) {
    page.open("td", "class", "host-short").open("form", "method", "post", "action", "");
    page.hidden("device", binding.device().id()).hidden("driver", binding.driver());
    page.element("button", "Probe", "type", "submit").close("form");
    page.element("div", "checked " + Times.ago(status.checkedAt(), now), "class", "host-minor");
    page.close("td");
  }

  private void problems(Html page) {
    List<DeviceProblem> wrong = problems.get();
    if (wrong.isEmpty()) {
      return;
    }
    page.element("h2", "Configurations that were not taken", "class", "host-part");
    page.table("Device", "Configuration", "Why");
    for (DeviceProblem problem : wrong) {
      page.open("tr").element("td", problem.deviceId()).element("td", problem.configuration());
      page.element("td", problem.error()).close("tr");
    }
    page.endTable();
  }

  private void failures(Html page, Instant now) {
    List<CommandReport> reports = failures.get();
    page.element("h2", "Last errors", "class", "host-part");
    if (reports.isEmpty()) {
      page.element("p", "No command has failed since the host started.");
      return;
    }
    page.table("When", "Device", "Driver", "Command", "Error", "What was said", "Took");
    for (CommandReport report : reports) {
      page.open("tr").timeCell(Times.ago(report.at(), now), report.at());
      page.element("td", report.deviceId()).element("td", report.driver());
      page.element("td", report.command()).element("td", report.outcome());
      page.element("td", report.message());
      page.element("td", report.took().toMillis() + " ms").close("tr");
    }
    page.endTable();
  }
}
