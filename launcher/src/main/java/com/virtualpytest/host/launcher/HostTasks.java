package com.virtualpytest.host.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be asked of the host that runs, but for its bundles. */
final class HostTasks {
  private HostTasks() {}

  /** {@code backend-host status}. */
  @Command(name = "status", description = "the host at a glance: services, devices, bundles")
  static final class Status extends HostTask {
    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    String answer(Settings settings) throws StartException {
      return new RunningHost(settings).get("system/status", json);
    }
  }

  /** {@code backend-host health}. */
  @Command(name = "health", description = "its health; exit code 0 unless it is unhealthy")
  static final class Health extends HostTask {
    @Override
    String answer(Settings settings) throws StartException {
      return new RunningHost(settings).health();
    }
  }

  /** {@code backend-host ps}. */
  @Command(name = "ps", description = "its child programs and their states")
  static final class Processes extends HostTask {
    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    String answer(Settings settings) throws StartException {
      return new RunningHost(settings).get("system/processes", json);
    }
  }

  /** {@code backend-host restart}. */
  @Command(name = "restart", description = "starts one of them anew")
  static final class Restart extends HostTask {
    @Parameters(paramLabel = "NAME", description = "xvfb, fluxbox, x11vnc, novnc, ...")
    private String name;

    @Override
    String answer(Settings settings) throws StartException {
      new RunningHost(settings).post("system/processes/" + RunningHost.segment(name) + "/restart");
      return name + " is started anew";
    }
  }

  /** {@code backend-host logs}. */
  @Command(name = "logs", description = "the last lines of all of them, or of one")
  static final class Logs extends HostTask {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only of this one")
    private String name;

    @Override
    String answer(Settings settings) throws StartException {
      String which = name == null ? "" : RunningHost.segment(name) + "/";
      return new RunningHost(settings).get("system/processes/" + which + "output", false);
    }
  }
}
