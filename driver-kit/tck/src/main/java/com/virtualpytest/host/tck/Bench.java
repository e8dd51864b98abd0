package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Where a driver is tested: calls it as the host does, and knows what it has left behind. */
final class Bench {
  /** The host's limits, with room for a busy machine: the contract's own are shorter. */
  static final Duration OPEN = Duration.ofSeconds(10);

  static final Duration CLOSE = Duration.ofSeconds(5);
  static final Duration ANSWER = Duration.ofSeconds(3);
  static final Duration INTERRUPT = Duration.ofSeconds(4);

  private static final String OPEN_ADVICE =
      "Driver.open has 10 s; start what takes longer with context.scheduler() and return a"
          + " controller that says \"starting\" or \"offline\"";

  private final DriverSubject subject;
  private final Path folder;
  private final Calls calls = new Calls();
  private final TestProcesses processes = new TestProcesses();
  private final List<Opened> opened = new ArrayList<>();

  private Bench(DriverSubject subject, Path folder) {
    this.subject = subject;
    this.folder = folder;
  }

  /** An open controller with what the host gave it. */
  record Opened(Controller controller, TestContext context) {
    Status status() {
      return controller.status();
    }
  }

  static Bench start(DriverSubject subject, Path folder) throws Exception {
    Bench bench = new Bench(subject, folder);
    subject.programs(bench.processes);
    subject.start(Files.createDirectories(folder.resolve("hardware")));
    return bench;
  }

  DriverSubject subject() {
    return subject;
  }

  Calls calls() {
    return calls;
  }

  TestProcesses processes() {
    return processes;
  }

  Driver driver() throws Exception {
    return call(
        "making the driver", ANSWER, "A driver's constructor does nothing", subject::newDriver);
  }

  /** Opens the device that works. */
  Opened open() throws Exception {
    return open(driver(), subject.device());
  }

  /** Opens a device as the host does; whatever {@code open} throws comes out here. */
  Opened open(Driver driver, DeviceDefinition device) throws Exception {
    return open(driver, device, subject.hostSettings());
  }

  /** Opens the device with a mistake in its settings, or in those of the host. */
  Opened open(Driver driver, WrongSetting wrong) throws Exception {
    return open(
        driver,
        with(wrong),
        wrong.hostWide() ? changed(subject.hostSettings(), wrong) : subject.hostSettings());
  }

  private Opened open(Driver driver, DeviceDefinition device, Map<String, String> hostSettings)
      throws Exception {
    TestContext context =
        new TestContext(folder.resolve("data"), hostSettings, calls.group(), processes);
    Controller controller;
    try {
      controller = call("open", OPEN, OPEN_ADVICE, () -> driver.open(device, context));
    } catch (Exception e) {
      context.close();
      throw e;
    }
    Findings.check(
        controller != null, "open returned null", "Return a controller, or throw what is wrong");
    Opened now = new Opened(controller, context);
    opened.add(now);
    return now;
  }

  /** Opens the device that works, and waits until it does. */
  Opened openReady() throws Exception {
    Opened now = open();
    awaitReady(now);
    return now;
  }

  void awaitReady(Opened device) {
    await(
        () -> device.status().state().usable(),
        () -> "the hardware works, but the status is " + text(device.status()),
        "Set context.status().ready() once the hardware has answered; ask it from"
            + " context.scheduler(), not only when a command comes");
  }

  void awaitUnusable(Opened device) {
    await(
        () -> !device.status().state().usable(),
        () -> "the hardware is gone, but the status still is " + text(device.status()),
        "The status lies: ask the hardware regularly from context.scheduler() and set"
            + " context.status().offline(what is the case, what a person can do) when it does not"
            + " answer");
  }

  /** Takes the hardware away and waits until the status says so. */
  void lose(Opened device) throws Exception {
    subject.hardware().takeAway();
    awaitUnusable(device);
  }

  Command command(Sample sample, Duration limit) {
    return new Command(sample.name(), sample.params(), Instant.now().plus(limit));
  }

  /** Has the device run a command, in the calling thread. */
  CommandResult execute(Opened device, Command command) throws Exception {
    return subject.execute(device.controller(), command);
  }

  /** Runs a command as the lane does. */
  CommandResult run(Opened device, Sample sample) throws Exception {
    CommandResult result =
        call(
            "execute " + sample.name(),
            subject.patience(),
            "Commands end by themselves: give every wait for the hardware a time limit",
            () -> execute(device, command(sample, subject.patience())));
    Findings.check(
        result != null,
        "execute " + sample.name() + " returned null",
        "Return CommandResult.ok(), failed(...) or unknown(command)");
    return result;
  }

  /** Closes as the host does, the context after the controller. */
  void close(Opened device) throws Exception {
    call(
        "close",
        CLOSE,
        "Controller.close has 2 s: do not wait for the hardware in it; close sockets, which ends"
            + " reads, and interrupt what waits",
        () -> {
          device.controller().close();
          return null;
        });
    device.context().close();
    opened.remove(device);
  }

  <T> T call(String what, Duration limit, String change, Callable<T> work) throws Exception {
    return calls.call(what, limit, change, work);
  }

  /** Waits until it is so; a failure says what was seen instead. */
  void await(BooleanSupplier wanted, Supplier<String> seen, String change) {
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(subject.patience())
          .until(wanted::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      throw Findings.failure("after " + subject.patience() + " " + seen.get(), change);
    }
  }

  /** Waits until nothing runs that the driver has started. */
  void awaitNoThreads(String when, String change) {
    await(
        () -> {
          if (calls.threads().isEmpty()) {
            return true;
          }
          // some clients of the JDK end with the object, which is garbage by now
          System.gc();
          return calls.threads().isEmpty();
        },
        () -> when + " these threads run on: " + Calls.describe(calls.threads()),
        change);
  }

  /** The device with a mistake. */
  DeviceDefinition with(WrongSetting wrong) {
    DeviceDefinition right = subject.device();
    return wrong.hostWide()
        ? right
        : new DeviceDefinition(
            right.id(), right.name(), right.model(), changed(right.settings(), wrong));
  }

  /** The variable of a mistake, as users know it. */
  String variable(WrongSetting wrong) {
    return wrong.hostWide() ? wrong.setting() : subject.device().variable(wrong.setting());
  }

  private static Map<String, String> changed(Map<String, String> right, WrongSetting wrong) {
    Map<String, String> settings = new HashMap<>(right);
    if (wrong.value() == null) {
      settings.remove(wrong.setting());
    } else {
      settings.put(wrong.setting(), wrong.value());
    }
    return settings;
  }

  static String text(Status status) {
    return status == null
        ? "null"
        : status.state().wireName()
            + (status.detail() == null ? "" : " (" + status.detail() + ")")
            + ", observed "
            + Duration.between(status.checkedAt(), Instant.now()).toMillis()
            + " ms ago";
  }

  static boolean is(Status status, State state) {
    return status != null && status.state() == state;
  }

  /** Ends what a test has left open, whatever became of it. */
  void close() {
    for (Opened device : List.copyOf(opened)) {
      device.context().close();
      Calls.Call<Void> closing =
          calls.begin(
              "close after the test",
              () -> {
                device.controller().close();
                return null;
              });
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(CLOSE.multipliedBy(2))
          .until(closing::done);
    }
  }
}
