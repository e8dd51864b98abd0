package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.serial.internal.export.ConsoleServer;
import com.virtualpytest.host.serial.internal.log.SerialLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A console while it is open. */
final class ConsoleController implements SerialController, VerificationController {
  private final DriverContext context;
  private final SerialLog log;
  private final Console console;
  private final ConsoleKeyboard keyboard;
  private final ConsoleCommands commands;
  private final ConsoleChecks checks;
  private final ConsoleServer server;

  private ConsoleController(
      DriverContext context,
      SerialLog log,
      Console console,
      ConsoleServer server,
      ConsoleKeyboard keyboard,
      long mark) {
    this.context = context;
    this.log = log;
    this.console = console;
    this.keyboard = keyboard;
    this.server = server;
    this.commands = new ConsoleCommands(console, log, context.status(), mark);
    this.checks = new ConsoleChecks(commands);
  }

  /**
   * Opens the log, and begins to open the port.
   *
   * @throws IOException the log's folder cannot be used
   */
  static ConsoleController open(String device, SerialSettings settings, DriverContext context)
      throws IOException {
    ConsoleStatus status = new ConsoleStatus(context.status());
    String name = "serial-" + device;
    SerialLog log;
    try {
      log =
          new SerialLog(
              context.dataFolder().resolve("log"),
              settings.logBytes(),
              name,
              Clock.systemUTC(),
              status::disk);
    } catch (IOException e) {
      context
          .status()
          .set(
              State.BACKOFF,
              "The log on disk cannot be opened",
              "Look whether HOST_DATA_DIR can be written");
      throw e;
    }
    Handover before = Handover.take(context.dataFolder(), settings.address());
    Console console =
        new Console(
            name,
            settings.address(),
            settings.line(),
            before.lines(),
            log,
            status,
            context.logger());
    ConsoleKeyboard keyboard = new ConsoleKeyboard(console);
    ConsoleServer server = null;
    if (settings.tcpPort() > 0) {
      server =
          new ConsoleServer(
              name,
              settings.tcpBind(),
              settings.tcpPort(),
              new ExportedConsole(console, log, keyboard),
              status::export);
      server.start();
    }
    console.start();
    return new ConsoleController(context, log, console, server, keyboard, before.mark());
  }

  @Override
  public Status status() {
    return context.status().current();
  }

  @Override
  public List<ActionDescription> actions() {
    return SerialActions.ALL;
  }

  @Override
  public CommandResult execute(Command command) throws ParameterException, InterruptedException {
    return commands.execute(command);
  }

  @Override
  public List<VerificationDescription> verifications() {
    return ConsoleChecks.ALL;
  }

  @Override
  public Verdict verify(Command check) throws ParameterException, InterruptedException {
    return checks.verify(check);
  }

  @Override
  public Position position() {
    return new Position(log.oldest(), log.end(), keyboard.typist());
  }

  @Override
  public Output read(long from, int max, Duration wait) throws IOException, InterruptedException {
    return log.read(from, max, wait);
  }

  @Override
  public List<Mark> marks(long from, long to) throws IOException {
    return log.marks(from, to);
  }

  @Override
  public Keyboard keyboard(String who, boolean takeOver, Runnable lost) {
    return keyboard.take(who, takeOver, lost);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    console.close();
    log.close();
    new Handover(console.lines(), commands.mark()).leave(context.dataFolder(), console.address());
  }
}
