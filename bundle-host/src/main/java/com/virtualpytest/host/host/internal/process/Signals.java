package com.virtualpytest.host.host.internal.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals to whole process groups, which Java itself cannot do. */
final class Signals {

  private Signals() {}

  /**
   * Signals the group at once and each member outside of it. Takes some milliseconds.
   *
   * @param signal {@code TERM} or {@code KILL}
   * @param leader the group's id
   * @throws IOException when no program could be started for it
   */
  static void send(String signal, long leader, List<ProcessTable.Entry> members)
      throws IOException, InterruptedException {
    if (members.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>();
    // The shell's own kill: slim systems have no other. Nothing but numbers is handed to it.
    command.addAll(List.of("/bin/sh", "-c", "kill -s \"$0\" -- \"$@\"", signal));
    if (members.stream().anyMatch(member -> member.group() == leader)) {
      command.add("-" + leader);
    }
    members.stream()
        .filter(member -> member.group() != leader)
        .forEach(member -> command.add(Long.toString(member.pid())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.redirectInput(new File("/dev/null"));
    // Complaints are about members that ended meanwhile; the caller looks again anyway.
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process kill = builder.start();
    if (!kill.waitFor(1, TimeUnit.SECONDS)) {
      kill.destroyForcibly();
    }
  }
}
