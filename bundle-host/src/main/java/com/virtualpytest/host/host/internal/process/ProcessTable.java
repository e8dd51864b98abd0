package com.virtualpytest.host.host.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the kernel's table of processes. */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /**
   * A process as the kernel sees it.
   *
   * @param start in clock ticks since boot; with the pid it names a process for ever
   */
  record Entry(long pid, long parent, long group, long session, long start) {}

  private ProcessTable() {}

  /**
   * All living processes that belong to the one that leads a session: itself, whoever is in its
   * session or group, and their descendants, also those that began a session of their own.
   *
   * @param known start by pid of members seen before; they stay members without their parent
   */
  static List<Entry> family(long leader, Map<Long, Long> known) throws IOException {
    List<Entry> all = living();
    Set<Long> family = new HashSet<>();
    for (Entry entry : all) {
      if (entry.pid() == leader
          || entry.session() == leader
          || entry.group() == leader
          || Long.valueOf(entry.start()).equals(known.get(entry.pid()))) {
        family.add(entry.pid());
      }
    }
    boolean grown = !family.isEmpty();
    while (grown) {
      grown = false;
      for (Entry entry : all) {
        grown |= family.contains(entry.parent()) && family.add(entry.pid());
      }
    }
    return all.stream().filter(entry -> family.contains(entry.pid())).toList();
  }

  /** Zombies are left out: they are dead and wait for their parent only. */
  private static List<Entry> living() throws IOException {
    List<Entry> result = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        Entry entry = read(folder);
        if (entry != null) {
          result.add(entry);
        }
      }
    }
    return result;
  }

  private static Entry read(Path folder) throws IOException {
    String stat;
    try {
      stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return null; // ended since the folder was listed
    } catch (IOException e) {
      if (Files.exists(folder)) {
        throw e;
      }
      return null; // ended between open and read
    }
    // The name in parentheses may hold anything, blanks and parentheses too.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    if (fields[0].equals("Z") || fields[0].equals("X")) {
      return null;
    }
    return new Entry(
        Long.parseLong(folder.getFileName().toString()),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[19]));
  }
}
