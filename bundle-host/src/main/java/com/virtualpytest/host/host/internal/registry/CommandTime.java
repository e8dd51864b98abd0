package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.host.internal.context.CommandSink;
import java.time.Duration;

/** How long one command waited and took. Begins when it is made. */
final class CommandTime {
  private final long sent = System.nanoTime();
  private volatile long begun;

  /** Its turn has come. */
  void begun() {
    begun = System.nanoTime();
  }

  /** It has ended; {@code result} is null when its sender cancelled it. */
  void tell(CommandSink sink, Binding binding, Command command, CommandResult result) {
    long now = System.nanoTime();
    long turn = begun == 0 ? now : begun;
    sink.ended(
        binding.device().id(),
        binding.driver(),
        command,
        result,
        Duration.ofNanos(turn - sent),
        Duration.ofNanos(now - sent));
  }
}
