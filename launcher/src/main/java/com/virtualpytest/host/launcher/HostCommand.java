package com.virtualpytest.host.launcher;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command {@code backend-host} with all that it can do besides starting the host, which {@link
 * Main} does without loading any of this.
 */
@Command(
    name = "backend-host",
    mixinStandardHelpOptions = true,
    versionProvider = HostCommand.Version.class,
    customSynopsis = {
      "backend-host [--env=FILE]   start the host in the foreground",
      "       backend-host COMMAND ...    ask the one that runs here"
    },
    description = {
      "",
      "Settings come from the environment and from a .env file: the one named by --env, else .env"
          + " in the working folder, else .env in the installation folder. The environment wins."
          + " .env.example in the installation folder lists them.",
      ""
    },
    commandListHeading = "%nCommands, about a host that runs with the same settings:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped or done",
      "1:unhealthy, or refused by the host",
      "64:wrong usage",
      "69:no host answers, or the address is taken, or Java is too old",
      "70:installation broken",
      "73:HOST_DATA_DIR unusable",
      "78:a setting is wrong"
    },
    subcommands = {
      HostTasks.Status.class,
      HostTasks.Health.class,
      BundleCommand.class,
      HostTasks.Processes.class,
      HostTasks.Restart.class,
      HostTasks.Logs.class
    })
final class HostCommand {

  @Option(
      names = "--env",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "file with the settings, in place of .env")
  private Path envFile;

  private final Map<String, String> environment;

  /**
   * @param environment of the process
   */
  HostCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Prints the version of the distribution. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = HostCommand.class.getPackage().getImplementationVersion();
      return new String[] {"backend-host " + (version == null ? "(not packed)" : version)};
    }
  }

  /** The whole command line, ready to be executed. */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new HostCommand(environment))
        .setExecutionExceptionHandler(failures())
        .setParameterExceptionHandler(usageErrors());
  }

  Settings settings() throws StartException {
    Path home = Installation.find().home();
    return Settings.load(
        Settings.Sources.find(environment, envFile, home, Path.of("").toAbsolutePath()));
  }

  private static IExecutionExceptionHandler failures() {
    return (thrown, command, parsed) -> {
      if (!(thrown instanceof StartException failure)) {
        throw thrown;
      }
      if (failure instanceof HostRefusal refusal && refusal.json()) {
        print(command.getOut(), refusal.body());
      }
      command.getErr().println("backend-host: " + failure.getMessage().stripTrailing());
      return failure.exitCode().number();
    };
  }

  private static IParameterExceptionHandler usageErrors() {
    return (error, arguments) -> {
      CommandLine command = error.getCommandLine();
      PrintWriter err = command.getErr();
      err.println("backend-host: " + error.getMessage());
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
      return ExitCode.USAGE.number();
    };
  }

  /** Prints with one line break at the end. */
  static void print(PrintWriter out, String text) {
    out.println(text.stripTrailing());
    out.flush();
  }
}
