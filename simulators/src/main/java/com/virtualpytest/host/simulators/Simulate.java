package com.virtualpytest.host.simulators;

import com.virtualpytest.host.simulators.android.AndroidCommand;
import com.virtualpytest.host.simulators.board.BoardCommand;
import com.virtualpytest.host.simulators.camera.CameraCommand;
import com.virtualpytest.host.simulators.tapo.TapoCommand;
import java.net.BindException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code bin/simulate}: one entry point for all virtual hardware. */
@Command(
    name = "simulate",
    description = "Starts virtual hardware; Ctrl+C ends it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TapoCommand.class,
      BoardCommand.class,
      AndroidCommand.class,
      CameraCommand.class
    })
public final class Simulate {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  private Simulate() {}

  /** Ends with 0, or 64 when the arguments are wrong, or 70 when the simulator failed. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Simulate());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          String why =
              failure instanceof BindException
                  ? "one of its ports is taken already"
                  : failure.getMessage();
          command.getErr().println("simulate: " + why);
          return 70;
        });
    line.getCommandSpec().exitCodeOnInvalidInput(64).exitCodeOnExecutionException(70);
    line.getSubcommands()
        .values()
        .forEach(
            sub ->
                sub.getCommandSpec().exitCodeOnInvalidInput(64).exitCodeOnExecutionException(70));
    return line;
  }
}
