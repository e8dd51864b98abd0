package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.av.DevicePictures;
import com.virtualpytest.host.host.internal.command.CommandTimeout;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sends the commands of a batch to whoever serves the device at that moment. */
final class DeviceSender implements ActionRun.Sender {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final DeviceRegistry registry;
  private final Leases leases;
  private final DevicePictures pictures;
  private final String deviceId;
  private final Long lease;
  private final Clock clock;

  /**
   * @param lease the lease under which the batch was sent; null for none
   */
  DeviceSender(
      DeviceRegistry registry,
      Leases leases,
      DevicePictures pictures,
      String deviceId,
      Long lease,
      Clock clock) {
    this.pictures = pictures;
    this.registry = registry;
    this.leases = leases;
    this.lease = lease;
    this.deviceId = deviceId;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<CommandResult> send(BatchStep step) {
    String type = typeOf(step);
    Optional<Binding> binding =
        Capability.fromWireName(type)
            .flatMap(
                capability ->
                    device().flatMap(device -> binding(device, capability, step.command())));
    if (binding.isEmpty()) {
      return CompletableFuture.completedFuture(
          CommandResult.failed(
              ErrorCode.NOT_SUPPORTED,
              "Device " + deviceId + " has no " + type + " controller",
              null));
    }
    Duration limit = CommandTimeout.of(LIMIT, step.commandParams(), Duration.ZERO);
    Command command =
        new Command(step.command(), step.commandParams(), clock.instant().plus(limit));
    CompletableFuture<CommandResult> sent =
        binding.get().execute(command, () -> leases.refusal(deviceId, lease));
    sent.whenComplete((result, failure) -> note(step, type, result));
    return sent; // itself: who cancels it cancels the command
  }

  private void note(BatchStep step, String type, CommandResult result) {
    if (result != null && result.success() && type.equals(Capability.REMOTE.wireName())) {
      pictures.did(deviceId, step.command(), step.commandParams(), clock.instant());
    }
  }

  @Override
  public String picture() {
    return pictures.keep(deviceId);
  }

  /** What the step says, else the first capability whose controller lists the command. */
  @Override
  public String typeOf(BatchStep step) {
    if (step.actionType() != null && !step.actionType().isBlank()) {
      return step.actionType();
    }
    return device()
        .flatMap(
            device ->
                device.capabilities().stream()
                    .filter(capability -> lists(device, capability, step.command()))
                    .findFirst())
        .orElse(Capability.REMOTE)
        .wireName();
  }

  /** Of several with that capability the one that lists the command, else the one that counts. */
  private static Optional<Binding> binding(
      BoundDevice device, Capability capability, String command) {
    return device.bindings(capability).stream()
        .filter(binding -> lists(binding, command))
        .findFirst()
        .or(() -> device.binding(capability));
  }

  private static boolean lists(BoundDevice device, Capability capability, String command) {
    return device.bindings(capability).stream().anyMatch(binding -> lists(binding, command));
  }

  private static boolean lists(Binding binding, String command) {
    return binding.actions().stream().anyMatch(action -> action.command().equals(command));
  }

  private Optional<BoundDevice> device() {
    return registry.snapshot().device(deviceId);
  }
}
