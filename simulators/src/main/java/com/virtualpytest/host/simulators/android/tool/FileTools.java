package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Programs that look at files and change them. */
final class FileTools {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Files files;

  FileTools(Files files) {
    this.files = files;
  }

  Map<String, Command> all() {
    return Map.of(
        "ls", this::list,
        "rm", this::remove,
        "mkdir", task -> each(task, files::makeFolder),
        "touch", this::touch,
        "cp", task -> copy(task, false),
        "mv", task -> copy(task, true),
        "chmod", task -> 0,
        "stat", this::stat,
        "md5sum", this::hash,
        "sha256sum", this::hash);
  }

  private interface Change {
    void apply(String path) throws Files.FileException;
  }

  private static List<String> names(Task task) {
    return task.args().stream().filter(arg -> !arg.startsWith("-")).toList();
  }

  private static int each(Task task, Change change) throws IOException {
    int status = names(task).isEmpty() ? task.fail(1, task.name() + ": needs 1 argument") : 0;
    for (String name : names(task)) {
      try {
        change.apply(name);
      } catch (Files.FileException e) {
        status = task.fail(1, task.name() + ": " + name + ": " + e.getMessage());
      }
    }
    return status;
  }

  private int list(Task task) throws IOException {
    boolean details = task.args().stream().anyMatch(arg -> arg.matches("-\\w*l\\w*"));
    boolean self = task.args().stream().anyMatch(arg -> arg.matches("-\\w*d\\w*"));
    List<String> names = names(task).isEmpty() ? List.of("/") : names(task);
    int status = 0;
    for (String name : names) {
      Files.Entry entry = files.entry(name);
      if (entry == null) {
        status = task.fail(1, "ls: " + name + ": No such file or directory");
      } else if (entry.isFolder() && !self) {
        for (Files.Entry child : files.list(name)) {
          show(task, child, child.name(), details);
        }
      } else {
        show(task, entry, name, details);
      }
    }
    return status;
  }

  private static void show(Task task, Files.Entry entry, String name, boolean details)
      throws IOException {
    task.print(
        details
            ? "%s 1 shell shell %d %s %s%n"
                .formatted(
                    mode(entry),
                    entry.size(),
                    TIME.format(Instant.ofEpochSecond(entry.modified())),
                    name)
            : name + "\n");
  }

  private static String mode(Files.Entry entry) {
    StringBuilder text = new StringBuilder(entry.isFolder() ? "d" : "-");
    for (int bit = 8; bit >= 0; bit--) {
      text.append((entry.mode() >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return text.toString();
  }

  private int remove(Task task) throws IOException {
    boolean force = task.args().stream().anyMatch(arg -> arg.matches("-\\w*f\\w*"));
    boolean deep = task.args().stream().anyMatch(arg -> arg.matches("-\\w*[rR]\\w*"));
    if (force && names(task).isEmpty()) {
      return 0;
    }
    return each(
        task,
        name -> {
          if (files.isFolder(name) && !deep) {
            throw new Files.FileException("Is a directory");
          }
          if (!force || files.exists(name)) {
            files.remove(name);
          }
        });
  }

  private int touch(Task task) throws IOException {
    return each(
        task,
        name -> {
          if (!files.isFolder(name)) {
            files.write(name, files.exists(name) ? files.read(name) : new byte[0]);
          }
        });
  }

  private int copy(Task task, boolean move) throws IOException {
    List<String> names = names(task);
    if (names.size() != 2) {
      return task.fail(1, task.name() + ": needs 2 arguments");
    }
    String from = names.get(0);
    String to = names.get(1);
    try {
      byte[] content = files.read(from);
      String name = Files.canonical(from);
      files.write(files.isFolder(to) ? to + name.substring(name.lastIndexOf('/')) : to, content);
      if (move) {
        files.remove(from);
      }
      return 0;
    } catch (Files.FileException e) {
      return task.fail(1, task.name() + ": " + from + ": " + e.getMessage());
    }
  }

  private int stat(Task task) throws IOException {
    boolean size = task.arg(0).equals("-c") && task.arg(1).equals("%s");
    String name = task.arg(task.args().size() - 1);
    Files.Entry entry = files.entry(name);
    if (entry == null) {
      return task.fail(1, "stat: '" + name + "': No such file or directory");
    }
    task.print(size ? entry.size() + "\n" : "  File: " + name + "\n  Size: " + entry.size() + "\n");
    return 0;
  }

  private int hash(Task task) throws IOException {
    return Hashes.print(task, files, task.name().equals("md5sum") ? "MD5" : "SHA-256", names(task));
  }
}
