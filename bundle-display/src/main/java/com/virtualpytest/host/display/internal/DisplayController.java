package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.DesktopController;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.display.internal.automation.Automation;
import com.virtualpytest.host.display.internal.automation.Outcome;
import com.virtualpytest.host.display.internal.screen.Picture;
import com.virtualpytest.host.display.internal.screen.Resolution;
import com.virtualpytest.host.display.internal.screen.XScreen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The display while it is open. Its processes belong to the host: they outlive this object when
 * another version of the bundle takes over.
 */
final class DisplayController implements DesktopController {
  static final String SHELL_COMMAND = "execute_bash_command";

  private static final long PICTURE_SECONDS = 5;

  private final DriverContext context;
  private final boolean shell;
  private final Automation automation;
  private final XScreen screen;
  private final List<AutoCloseable> listening = new ArrayList<>();
  private final Runnable whenClosed;
  private volatile DisplayProcesses wanted;
  private volatile List<ManagedProcess> processes;
  private volatile boolean closed;

  /**
   * Asks for the processes.
   *
   * @param shell whether shell commands are run
   * @param whenClosed is run once at the end
   */
  DisplayController(
      DriverContext context,
      DisplayProcesses wanted,
      boolean shell,
      Automation automation,
      Runnable whenClosed) {
    this.context = context;
    this.shell = shell;
    this.automation = automation;
    this.screen = new XScreen(wanted.display());
    this.whenClosed = whenClosed;
    this.wanted = wanted;
    this.processes = run(wanted);
    for (ManagedProcess process : processes) {
      listening.add(process.onChange(change -> status()));
    }
  }

  private List<ManagedProcess> run(DisplayProcesses descriptions) {
    return descriptions.all().stream().map(context.processes()::run).toList();
  }

  /** What it was asked to be. */
  DisplayProcesses wanted() {
    return wanted;
  }

  List<ManagedProcess> processes() {
    return processes;
  }

  /**
   * Starts the screen anew in another size. All X clients end with the old one.
   *
   * <p>The size lasts until the host's process ends.
   */
  synchronized void resize(Resolution resolution) {
    DisplayProcesses next = wanted.resized(resolution);
    wanted = next;
    processes = run(next);
  }

  /** The worst of what counts: without Xvfb nothing works, without the others it is not seen. */
  @Override
  public Status status() {
    ManagedProcess xvfb = processes.get(0);
    Status base = xvfb.status().status();
    if (!base.state().usable()) {
      return set(base.state(), xvfb, base);
    }
    return processes.stream()
        .filter(process -> !process.status().status().state().usable())
        .max(Comparator.comparing(process -> process.status().status().state()))
        .map(
            process -> {
              Status worst = process.status().status();
              boolean begins = worst.state() == State.STARTING;
              return set(begins ? State.STARTING : State.DEGRADED, process, worst);
            })
        .orElseGet(() -> set(base.state(), xvfb, base));
  }

  private Status set(State state, ManagedProcess process, Status evidence) {
    String name = process.description().name();
    String detail =
        state == State.READY
            ? null
            : name
                + " is "
                + evidence.state().wireName()
                + (evidence.detail() == null ? "" : ": " + evidence.detail());
    Status now = context.status().set(state, detail, evidence.hint());
    return new Status(now.state(), now.since(), evidence.checkedAt(), now.detail(), now.hint());
  }

  @Override
  public List<ActionDescription> actions() {
    return DesktopActions.all(shell);
  }

  @Override
  public CommandResult execute(Command command) throws InterruptedException {
    if (closed) {
      return CommandResult.failed(
          ErrorCode.UNAVAILABLE, "The display is no longer open here", null);
    }
    if (!command.name().equals(SHELL_COMMAND) && !Automation.knows(command.name())) {
      return CommandResult.unknown(command);
    }
    if (command.name().equals(SHELL_COMMAND) && !shell) {
      return CommandResult.failed(
          ErrorCode.NOT_SUPPORTED,
          "Shell commands are off",
          "DESKTOP_BASH=true switches them on; unset, they are on only where the host does not run"
              + " as root");
    }
    try {
      Outcome outcome =
          command.name().equals(SHELL_COMMAND)
              ? automation.shell(command.params())
              : automation.run(command.name(), command.params());
      return outcome.success() ? result(outcome, null, null) : failed(outcome);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // an interrupted channel fails with its own exception
      }
      context.logger().warn("{} failed", command.name(), e);
      Status status = status();
      return CommandResult.failed(
          ErrorCode.DEVICE_OFFLINE,
          status.detail() == null ? "The display does not answer" : status.detail(),
          status.hint());
    }
  }

  /** Without the display nothing can have worked; else it is the command's own failure. */
  private CommandResult failed(Outcome outcome) {
    Status status = status();
    return status.state().usable()
        ? result(outcome, null, null)
        : result(outcome, ErrorCode.DEVICE_OFFLINE, status.hint());
  }

  private static CommandResult result(Outcome outcome, ErrorCode code, String hint) {
    return new CommandResult(
        outcome.success(),
        outcome.success() ? null : outcome.error(),
        code,
        hint,
        Map.of(
            "output", outcome.output(),
            "error", outcome.error(),
            "exit_code", outcome.exitCode()));
  }

  @Override
  public byte[] screenshot() throws IOException {
    Thread caller = Thread.currentThread();
    ScheduledFuture<?> alarm =
        context.scheduler().schedule(caller::interrupt, PICTURE_SECONDS, TimeUnit.SECONDS);
    Picture picture;
    try {
      picture = screen.picture();
    } finally {
      if (!alarm.cancel(false)) {
        Thread.interrupted(); // the alarm's; the caller's work is over either way
      }
    }
    return picture.png();
  }

  @Override
  public void close() {
    closed = true;
    for (AutoCloseable listener : listening) {
      try {
        listener.close();
      } catch (Exception e) {
        context.logger().warn("A listener could not be taken away", e);
      }
    }
    listening.clear();
    whenClosed.run();
  }

  /** The description that a process with that name should have; null when there is none. */
  ManagedProcess process(String name) {
    for (ManagedProcess process : processes) {
      ProcessDescription description = process.description();
      if (description.name().equals(name)) {
        return process;
      }
    }
    return null;
  }
}
