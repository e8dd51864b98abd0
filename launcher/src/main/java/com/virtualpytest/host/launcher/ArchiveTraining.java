package com.virtualpytest.host.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * Makes the {@link ClassArchive} beside a host that has none: a second JVM, of low priority, starts
 * the same bundles with settings of its own, which name no device, no display and no server,
 * answers a few requests of its own and writes down which classes it has. The host that serves
 * never waits for that, neither while it runs nor when it stops.
 */
final class ArchiveTraining {
  /** Set for the second JVM: the archive to write. */
  private static final String TRAINEE = "backend-host.class-archive-write";

  /** Seconds that a host serves before it starts the second JVM. */
  private static final Long DELAY = Long.getLong("backend-host.class-archive-after", 30);

  /** It takes 10 s on a quiet machine. */
  private static final long LIMIT_SECONDS = 300;

  /** Options that would have two JVMs in each other's way. */
  private static final List<String> OWN =
      List.of("-agentlib", "-agentpath", "-javaagent", "-Xrun", "-Dcom.sun.management.jmxremote");

  private static final long PAUSE_MILLIS = 250;
  private static final int ROUNDS = 5;

  private final ClassArchive archive;
  private final Path folder;
  private Process process;
  private boolean cancelled;

  private ArchiveTraining(ClassArchive archive) {
    this.archive = archive;
    this.folder = archive.file().resolveSibling("training");
  }

  /** Begins it when there is an archive to make; returns at once. */
  static ArchiveTraining begin(ClassArchive archive) {
    ArchiveTraining training = new ArchiveTraining(archive);
    Thread thread = new Thread(training::run, "class-archive");
    thread.setDaemon(true);
    thread.start();
    return training;
  }

  /** Ends the second JVM at once. */
  synchronized void cancel() {
    cancelled = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** What this JVM has to write if it is the second one, else null. */
  static ClassArchive ofTrainee() {
    String file = System.getProperty(TRAINEE);
    return file == null ? null : new ClassArchive(Path.of(file));
  }

  /** What the second JVM does once it has started: some requests, then the archive. */
  static void train(ClassArchive archive, RunningHost self, List<Bundle> bundles)
      throws InterruptedException {
    endBy(LIMIT_SECONDS);
    int rounds = 0;
    while (rounds < ROUNDS) {
      try {
        self.health();
        self.get("system/processes", false);
        rounds++;
      } catch (StartException e) {
        Thread.sleep(PAUSE_MILLIS); // not all routes are there yet
      }
    }
    archive.write(bundles);
  }

  private void run() {
    try {
      Thread.sleep(TimeUnit.SECONDS.toMillis(DELAY));
      delete(folder);
      Process started = start();
      if (started != null) {
        int code = started.waitFor();
        delete(folder);
        if (!Files.exists(archive.file()) && !isCancelled()) {
          tell("the attempt ended with " + code);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      tell(e.getMessage());
    }
  }

  private synchronized Process start() throws IOException {
    if (!cancelled) {
      process = process().start();
    }
    return process;
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private ProcessBuilder process() throws IOException {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "10"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.add("-XX:+RecordDynamicDumpInfo");
    command.add("-D" + TRAINEE + "=" + archive.file());
    command.addAll(List.of("-jar", System.getProperty("java.class.path"), "--env", "/dev/null"));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .retainAll(List.of("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "MALLOC_ARENA_MAX"));
    environment.put("HOST_NAME", "class-archive");
    environment.put("HOST_BIND", "127.0.0.1");
    environment.put("HOST_PORT", Integer.toString(freePort()));
    environment.put("HOST_DATA_DIR", folder.toString());
    environment.put("STREAM_HOT_PATH", folder.resolve("hot").toString());
    environment.put("HOST_DISPLAY", "none");
    environment.put("API_KEY", Long.toHexString(System.nanoTime()));
    return builder
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void endBy(long seconds) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
                Lifecycle.halt(ExitCode.FAILED);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "class-archive-limit");
    thread.setDaemon(true);
    thread.start();
  }

  private static void tell(String why) {
    System.err.println(
        "backend-host: no class archive was written, the next start is slower: " + why);
  }
}
