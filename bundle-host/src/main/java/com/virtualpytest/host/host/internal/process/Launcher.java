package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ProcessDescription;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts programs in a clean environment, as leaders of a session of their own, with a limit of
 * file descriptors, and told to die with the thread that started them.
 *
 * <p>Three tools of util-linux do that, each replacing itself by the next one, so that the process
 * that Java knows is the program in the end: {@code setpriv} (signal on the parent's death), {@code
 * prlimit}, {@code setsid}. The last one forks only when its caller leads a group, which a new
 * child never does.
 */
final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final List<String> TOOLS = List.of("setpriv", "prlimit", "setsid");

  private final Map<String, String> environment;
  private final Path folder;
  private final Map<String, String> tools = new HashMap<>();
  private final String missingTool;

  /** How an attempt to start ended. */
  sealed interface Launch {}

  /** It runs. */
  record Started(Process process) implements Launch {}

  /** Something has to be installed first; to try again is pointless. */
  record Missing(String detail, String hint) implements Launch {}

  /** It could not be started this time. */
  record Refused(String detail) implements Launch {}

  /**
   * @param host the host's own environment, of which {@code PATH}, {@code HOME} and {@code LANG}
   *     are handed on
   * @param folder where processes run that name no folder
   */
  Launcher(Map<String, String> host, Path folder) {
    this.environment =
        Map.of(
            "PATH", orDefault(host.get("PATH"), SYSTEM_PATH),
            "HOME", orDefault(host.get("HOME"), System.getProperty("user.home")),
            "LANG", orDefault(host.get("LANG"), "C.UTF-8"));
    this.folder = folder;
    String missing = null;
    for (String tool : TOOLS) {
      Path found = find(tool, SYSTEM_PATH, folder);
      if (found == null) {
        missing = tool;
      } else {
        tools.put(tool, found.toString());
      }
    }
    this.missingTool = missing;
  }

  /** What becomes of what a program prints. */
  enum Kept {
    /** Nobody is going to read it. */
    NOT,
    /** Both outputs are one. */
    TOGETHER,
    /** Standard output carries bytes, standard error lines. */
    APART
  }

  /** Starts a process as it is described. To be called on the thread that starts programs. */
  Launch start(ProcessDescription wish) {
    return start(
        wish.command(),
        wish.environment(),
        wish.folder(),
        wish.maxOpenFiles(),
        wish.printing().bytes() ? Kept.APART : Kept.TOGETHER);
  }

  /**
   * Starts a program.
   *
   * @param variables what it gets besides the basic environment
   * @param workingFolder null for the default one
   * @param kept what becomes of what it prints
   */
  Launch start(
      List<String> command,
      Map<String, String> variables,
      Path workingFolder,
      int maxOpenFiles,
      Kept kept) {
    if (missingTool != null) {
      return new Missing(
          missingTool + " is not there, without it no process is started", "install util-linux");
    }
    Map<String, String> full = new HashMap<>(environment);
    full.putAll(variables);
    Path where = workingFolder == null ? folder : workingFolder;
    if (!Files.isDirectory(where)) {
      return new Refused("working folder " + where + " does not exist");
    }
    String program = command.get(0);
    if (find(program, full.get("PATH"), where) == null) {
      return missing(program);
    }
    ProcessBuilder builder = new ProcessBuilder(chain(command, maxOpenFiles));
    builder.environment().clear();
    builder.environment().putAll(full);
    builder.directory(where.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(kept != Kept.APART);
    if (kept == Kept.NOT) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    try {
      return new Started(builder.start());
    } catch (IOException e) {
      LOG.warn("{} could not be started", program, e);
      return new Refused("the system refused to start " + program);
    }
  }

  private List<String> chain(List<String> command, int maxOpenFiles) {
    long limit = Math.min(maxOpenFiles, hardLimit());
    List<String> chain = new ArrayList<>();
    chain.addAll(List.of(tools.get("setpriv"), "--pdeathsig", "KILL", "--"));
    chain.addAll(List.of(tools.get("prlimit"), "--nofile=" + limit + ":" + limit, "--"));
    chain.addAll(List.of(tools.get("setsid"), "--"));
    chain.addAll(command);
    return chain;
  }

  /** Only root may raise it. */
  private static long hardLimit() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith("Max open files")) {
          String hard = line.substring("Max open files".length()).trim().split("\\s+")[1];
          return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
        }
      }
    } catch (IOException e) {
      LOG.warn("The limit of open files cannot be read", e);
    }
    return Long.MAX_VALUE;
  }

  private static Launch missing(String program) {
    return program.contains("/")
        ? new Missing(program + " is no program that can be run", "install it, or correct its path")
        : new Missing(program + " is not on the PATH", "install " + program);
  }

  /** Where a program lies, as {@code execvp} finds it; null when it is nowhere. */
  private static Path find(String program, String path, Path folder) {
    try {
      if (program.contains("/")) {
        return executable(folder.resolve(program));
      }
      for (String place : path.split(":")) {
        Path found = executable(folder.resolve(place).resolve(program));
        if (found != null) {
          return found;
        }
      }
    } catch (InvalidPathException e) {
      return null; // no file can have such a name
    }
    return null;
  }

  private static Path executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file) ? file : null;
  }

  private static String orDefault(String value, String other) {
    return value == null || value.isEmpty() ? other : value;
  }
}
