package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.host.internal.event.EventSink;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Publishes what became of one command, without its parameters. */
final class CommandOutcome {
  private final Binding binding;
  private final Command command;
  private final EventSink events;
  private final long arrived = System.nanoTime();

  CommandOutcome(Binding binding, Command command, EventSink events) {
    this.binding = binding;
    this.command = command;
    this.events = events;
  }

  /** The same future; its result is published when it is there. */
  CompletableFuture<CommandResult> of(CompletableFuture<CommandResult> result) {
    result.thenAccept(this::publish);
    return result;
  }

  private void publish(CommandResult result) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(Topics.DEVICE_ID, binding.device().id());
    properties.put("driver", binding.driver());
    properties.put("command", command.name());
    properties.put("success", result.success());
    properties.put("code", result.code() == null ? null : result.code().name());
    properties.put("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrived));
    events.publish(Topics.COMMAND + "done", properties);
  }
}
