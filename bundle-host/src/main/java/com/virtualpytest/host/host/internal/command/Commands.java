package com.virtualpytest.host.host.internal.command;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.host.internal.av.DevicePictures;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Sends commands to controllers for the routes that are called {@code executeCommand}. */
@Component(service = Commands.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Commands {

  private final DeviceRegistry registry;
  private final ResponseThreads threads;
  private final Leases leases;
  private final DevicePictures pictures;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public Commands(
      @Reference DeviceRegistry registry,
      @Reference ResponseThreads threads,
      @Reference Leases leases,
      @Reference DevicePictures pictures) {
    this.registry = registry;
    this.leases = leases;
    this.pictures = pictures;
    this.threads = threads;
  }

  /**
   * Runs one command on the device's lane. A command that fails is an answer, too.
   *
   * @param fromQuery the device that the query names; null when none
   * @param limit how long it may take from now on, waiting in the lane included
   * @throws com.virtualpytest.host.api.http.ApiException no command, no such device, or it cannot
   *     do this
   */
  public CompletionStage<CommandAnswer> run(
      CommandRequest request, String fromQuery, Capability capability, Duration limit) {
    request.command(); // what the request lacks is told before what the device lacks
    Binding binding =
        Lookup.controller(registry.snapshot(), request.deviceOr(fromQuery), capability);
    return run(request, binding, limit);
  }

  /**
   * Runs one command on the lane of a controller that was found already.
   *
   * @param limit how long it may take from now on, waiting in the lane included
   * @throws com.virtualpytest.host.api.http.ApiException no command
   */
  public CompletionStage<CommandAnswer> run(
      CommandRequest request, Binding binding, Duration limit) {
    String name = request.command();
    Command command = new Command(name, request.params(), clock.instant().plus(limit));
    String device = binding.device().id();
    return threads.answer(
        send(command, binding, request.lease()),
        result -> {
          if (result.success() && binding.capabilities().contains(Capability.REMOTE)) {
            pictures.did(device, name, request.params(), clock.instant());
          }
          return CommandAnswer.of(name, result, device);
        });
  }

  /**
   * Sends a command to the lane of a controller.
   *
   * @param lease the lease under which it is sent; null for none
   * @return what came of it; fails only with {@code LEASE_LOST} and {@code SWAPPING}
   */
  public CompletableFuture<CommandResult> send(Command command, Binding binding, Long lease) {
    String device = binding.device().id();
    return binding
        .execute(command, () -> leases.refusal(device, lease))
        .thenApply(result -> Leases.require(device, Served.require(device, result)));
  }
}
