package com.virtualpytest.host.launcher;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backend-host bundle}: the drop-in bundles of the host that runs. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = "the drop-in bundles: list, install, update, rollback, remove, history",
    subcommands = {
      BundleCommand.ListAll.class,
      BundleCommand.Install.class,
      BundleCommand.Rollback.class,
      BundleCommand.Remove.class,
      BundleCommand.History.class
    })
final class BundleCommand {
  private BundleCommand() {}

  /** What all of them have. */
  private abstract static class Task extends HostTask {
    @Option(names = "--json", description = "print JSON")
    boolean json;
  }

  /** What changes something: it needs the web console's password. */
  private abstract static class Change extends Task {
    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description =
            "file with the web console's password; without it CONSOLE_PASSWORD counts, then"
                + " HOST_DATA_DIR/console-password, then it is asked for")
    private Path passwordFile;

    abstract String answer(RunningHost host, ConsolePassword password) throws StartException;

    @Override
    String answer(Settings settings) throws StartException {
      ConsolePassword password = ConsolePassword.find(settings, passwordFile);
      return answer(new RunningHost(settings), password);
    }
  }

  /** {@code backend-host bundle list}. */
  @Command(name = "list", description = "all of them, and why one does not serve")
  static final class ListAll extends Task {
    @Override
    String answer(Settings settings) throws StartException {
      return new RunningHost(settings).get("bundles", json);
    }
  }

  /** {@code backend-host bundle install}. */
  @Command(
      name = "install",
      aliases = "update",
      description =
          "takes a jar in, in the place of the bundle of its name; when it does not come up, the"
              + " old one serves on")
  static final class Install extends Change {
    @Parameters(paramLabel = "FILE", description = "the jar, 50 MiB at most")
    private Path file;

    @Override
    String answer(RunningHost host, ConsolePassword password) throws StartException {
      return host.upload("bundles", file, password, json);
    }
  }

  /** {@code backend-host bundle rollback}. */
  @Command(name = "rollback", description = "brings back what served before the present one")
  static final class Rollback extends Change {
    @Parameters(paramLabel = "NAME", description = "as the list has it")
    private String name;

    @Override
    String answer(RunningHost host, ConsolePassword password) throws StartException {
      String path = "bundles/" + RunningHost.segment(name) + "/rollback";
      return host.change("POST", path, password, json);
    }
  }

  /** {@code backend-host bundle remove}. */
  @Command(
      name = "remove",
      description = "takes one out; that of the installation then serves, if there is one")
  static final class Remove extends Change {
    @Parameters(paramLabel = "NAME", description = "as the list has it")
    private String name;

    @Override
    String answer(RunningHost host, ConsolePassword password) throws StartException {
      return host.change("DELETE", "bundles/" + RunningHost.segment(name), password, json);
    }
  }

  /** {@code backend-host bundle history}. */
  @Command(name = "history", description = "what was done to all of them, or to one")
  static final class History extends Task {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only this one")
    private String name;

    @Override
    String answer(Settings settings) throws StartException {
      String which = name == null ? "" : RunningHost.segment(name) + "/";
      return new RunningHost(settings).get("bundles/" + which + "history", json);
    }
  }
}
