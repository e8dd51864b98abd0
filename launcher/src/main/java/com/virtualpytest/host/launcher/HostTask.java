package com.virtualpytest.host.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Something that is asked of the host that runs. Prints what it answers. */
abstract class HostTask implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this text")
  private boolean help;

  /**
   * Asks.
   *
   * @return what to print
   * @throws StartException the host does not answer, or refuses
   */
  abstract String answer(Settings settings) throws StartException;

  @Override
  public final Integer call() throws StartException {
    HostCommand root = (HostCommand) spec.root().userObject();
    HostCommand.print(spec.commandLine().getOut(), answer(root.settings()));
    return ExitCode.STOPPED.number();
  }
}
