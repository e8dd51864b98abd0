package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The command {@code backend-host}. */
public final class Main {
  private Main() {}

  /** Runs until the host is stopped; see {@link ExitCode} for what it ends with. */
  public static void main(String[] arguments) throws InterruptedException {
    Optional<Start> start = start(arguments);
    if (start.isPresent()) {
      start(start.get());
    } else {
      System.exit(HostCommand.commandLine(System.getenv()).execute(arguments));
    }
  }

  /**
   * What is started; empty when the arguments ask for something else. Looked at by hand: a start
   * must not wait for the classes that read whole command lines.
   *
   * @param envFile the file given with {@code --env}, or null
   */
  record Start(Path envFile) {}

  static Optional<Start> start(String[] arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (arguments.length == 0) {
      return Optional.of(new Start(null));
    }
    if (arguments.length == 1 && first.startsWith("--env=") && first.length() > 6) {
      return Optional.of(new Start(Path.of(first.substring(6))));
    }
    return arguments.length == 2 && first.equals("--env") && !arguments[1].isEmpty()
        ? Optional.of(new Start(Path.of(arguments[1])))
        : Optional.empty();
  }

  private static void start(Start start) throws InterruptedException {
    Lifecycle lifecycle = new Lifecycle();
    try {
      lifecycle.handleSignals();
      run(start, lifecycle);
    } catch (StartException e) {
      if (lifecycle.isEnding()) {
        lifecycle.awaitEnd(); // asked to stop while starting: that is no failure
      }
      System.err.println("backend-host: " + e.getMessage().stripTrailing());
      Lifecycle.halt(e.exitCode());
    }
  }

  private static void run(Start command, Lifecycle lifecycle)
      throws StartException, InterruptedException {
    Installation installation = Installation.find();
    Settings given = settings(command.envFile());
    List<Installation.SystemBundle> bundles = installation.systemBundles();
    DataFolder dataFolder = DataFolder.open(Path.of(given.get(Variable.HOST_DATA_DIR)));
    requireFreePort(given);
    prepareLogging(given);
    Settings settings = withMemory(given, lifecycle);

    Map<String, String> properties =
        FrameworkProperties.read(
            installation.home().resolve("etc/framework.properties"), settings.asMap());
    HostFramework framework = HostFramework.create(properties, dataFolder);
    lifecycle.framework(framework);
    framework.offer(Supplier.class, settings::asMap, "settings");
    framework.offer(Runnable.class, () -> lifecycle.end(ExitCode.RESTART), "restart");
    framework.start(bundles);
    makeClassArchive(dataFolder, settings, framework, lifecycle);
    try {
      lifecycle.awaitEnd();
    } finally {
      Reference.reachabilityFence(dataFolder); // its lock ends when nobody refers to it any more
    }
  }

  /** New pictures go to memory where there is enough of it and nobody has said where they go. */
  private static Settings withMemory(Settings given, Lifecycle lifecycle) {
    MemoryFolder memory = MemoryFolder.open(given.asMap(), Memory.real(), MemoryFolder.PLACES);
    if (memory == null) {
      return given;
    }
    lifecycle.memory(memory);
    return given.with(Variable.STREAM_HOT_PATH, memory.path().toString());
  }

  private static void makeClassArchive(
      DataFolder dataFolder, Settings settings, HostFramework framework, Lifecycle lifecycle)
      throws InterruptedException {
    ClassArchive mine = ArchiveTraining.ofTrainee();
    if (mine != null) {
      ArchiveTraining.train(mine, new RunningHost(settings), framework.bundles());
      lifecycle.end(ExitCode.STOPPED);
      return;
    }
    ClassArchive wanted = ClassArchive.wanted(dataFolder);
    if (wanted != null) {
      lifecycle.training(ArchiveTraining.begin(wanted));
    }
  }

  private static Settings settings(Path envFile) throws StartException {
    Path home = Installation.find().home();
    return Settings.load(
        Settings.Sources.find(System.getenv(), envFile, home, Path.of("").toAbsolutePath()));
  }

  /** A taken port would otherwise be one line in the log of a host that serves nothing. */
  private static void requireFreePort(Settings settings) throws StartException {
    String bind = settings.get(Variable.HOST_BIND);
    int port = Integer.parseInt(settings.get(Variable.HOST_PORT));
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // as the server does: a socket in TIME_WAIT does not count
      probe.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
    } catch (IOException e) {
      throw new StartException(
          ExitCode.UNAVAILABLE,
          "cannot listen on HOST_BIND " + bind + ", HOST_PORT " + port + ": " + e.getMessage(),
          e);
    }
  }

  /** Logback looks these up when its bundle starts; neither says anything that is secret. */
  private static void prepareLogging(Settings settings) {
    System.setProperty("LOG_FORMAT", settings.get(Variable.LOG_FORMAT));
    System.setProperty("LOG_LEVEL", settings.get(Variable.LOG_LEVEL));
  }
}
