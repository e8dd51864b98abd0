package com.virtualpytest.host.host.internal.power;

import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The commands that came over HTTP and have no result yet. Safe for all threads. */
final class RunningCommands {

  private record Running(String device, String command, CompletableFuture<CommandResult> result) {}

  // guarded by this
  private final List<Running> all = new ArrayList<>();

  void add(String device, String command, CompletableFuture<CommandResult> result) {
    Running added = new Running(device, command, result);
    synchronized (this) {
      all.add(added);
    }
    result.whenComplete((done, failure) -> remove(added));
  }

  /** Gives all commands of a device the result that they were cancelled; tells how many. */
  int cancel(String device) {
    List<Running> mine;
    synchronized (this) {
      mine = all.stream().filter(running -> running.device().equals(device)).toList();
    }
    int cancelled = 0;
    for (Running running : mine) {
      // whoever completes it first decides; the lane then interrupts the work
      if (running.result().complete(cancelled(running.command()))) {
        cancelled++;
      }
    }
    return cancelled;
  }

  private static CommandResult cancelled(String command) {
    return CommandResult.failed(ErrorCode.CONFLICT, command + " was cancelled", null);
  }

  private synchronized void remove(Running done) {
    all.remove(done);
  }
}
