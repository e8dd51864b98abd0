package com.virtualpytest.host.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a host is started: by default the packed distribution, on a free port of loopback, without a
 * display, with the key {@link #KEY}, all of its state below one folder, and nothing else of this
 * process's environment than what Java needs.
 */
final class HostLaunch {
  static final String KEY = "itest-key-5f2c81d0";

  /**
   * Many hosts are started here. None lives long enough for the better compiler to pay, nor starts
   * so often that a class archive does.
   */
  private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1 -Dbackend-host.class-archive=";

  private static final String NOBODY = "65534";

  private final Path folder;
  private final List<String> wrapper = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path home = Distribution.home();
  private Path workingFolder;
  private boolean ordinaryUser;

  private HostLaunch(Path folder) throws IOException {
    this.folder = folder;
    this.workingFolder = folder;
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS", SHORT_LIFE);
    environment.put("HOME", folder.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("HOST_BIND", "127.0.0.1");
    environment.put("HOST_PORT", Integer.toString(Ports.free()));
    environment.put("HOST_NAME", "itest");
    environment.put("HOST_DATA_DIR", folder.resolve("data").toString());
    environment.put("STREAM_HOT_PATH", folder.resolve("hot").toString());
    environment.put("API_KEY", KEY);
    environment.put("HOST_DISPLAY", "none");
  }

  /** A host that keeps its state below {@code folder} and works there. */
  static HostLaunch in(Path folder) throws IOException {
    return new HostLaunch(folder);
  }

  /** Sets a variable; null takes it away. */
  HostLaunch env(String name, String value) {
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    return this;
  }

  /** As users start it, with a class archive from the second start on; that is made at once. */
  HostLaunch withClassArchive() {
    return env("JAVA_OPTS", "-Dbackend-host.class-archive-after=0");
  }

  /** Gives it a display that nobody has, on ports that nobody has. */
  HostLaunch withDisplay() throws IOException {
    return env("HOST_DISPLAY", Displays.free())
        .env("DISPLAY_RESOLUTION", "800x600")
        .env("VNC_PORT", Integer.toString(Ports.free()))
        .env("NOVNC_PORT", Integer.toString(Ports.free()));
  }

  String env(String name) {
    return environment.get(name);
  }

  HostLaunch home(Path installation) {
    home = installation;
    return this;
  }

  HostLaunch workingFolder(Path other) {
    workingFolder = other;
    return this;
  }

  HostLaunch arguments(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /** A program and its arguments that start the host, such as {@code prlimit --fsize=0}. */
  HostLaunch wrappedBy(String... command) {
    wrapper.addAll(List.of(command));
    return this;
  }

  /**
   * Takes care that file modes count: root, who runs tests in containers, passes them all. The
   * folder becomes one that any user may enter and write to.
   */
  HostLaunch asOrdinaryUser() throws IOException {
    ordinaryUser = true;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return this;
  }

  Path dataFolder() {
    return Path.of(environment.get("HOST_DATA_DIR"));
  }

  /** Starts the process and returns at once. */
  HostProcess start() throws IOException {
    List<String> command = new ArrayList<>();
    // signals that whoever started the tests ignores would be ignored by the host's shell as well
    command.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
    if (ordinaryUser && isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(wrapper);
    command.add(home.resolve("bin/backend-host").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    int port = port();
    return new HostProcess(builder.start(), port, dataFolder(), home);
  }

  /**
   * What a command printed.
   *
   * @param code its exit code
   */
  record Printed(int code, String out, String err) {}

  /** Runs another command of {@code bin/backend-host} with the same settings to its end. */
  Printed run(String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(home.resolve("bin/backend-host").toString()));
    line.addAll(List.of(command));
    Path out = Files.createTempFile(folder, "command", ".out");
    Path err = Files.createTempFile(folder, "command", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(workingFolder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      int code = builder.start().waitFor();
      return new Printed(code, Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts the process and waits until it is ready. */
  HostProcess startAndAwaitReady() throws IOException {
    HostProcess host = start();
    try {
      return host.awaitReady();
    } catch (Throwable e) {
      host.close();
      throw e;
    }
  }

  private int port() {
    try {
      return Integer.parseInt(environment.getOrDefault("HOST_PORT", "6109"));
    } catch (NumberFormatException e) {
      return 0; // a test of what the host says to that
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
