package com.virtualpytest.host.host.internal.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.host.internal.lane.LaneStatus;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.Unavailable;
import java.time.Instant;
import java.util.List;

/**
 * A controller on the wire.
 *
 * @param available whether commands are worth sending
 * @param type the simple name of its class, or its driver's name while it is not open
 * @param error why it is not available; left out when it is
 * @param capability what it does here
 * @param driver its driver's name
 * @param bundle the symbolic name of the driver's bundle
 * @param status its state
 * @param lane what it is doing
 * @param others further controllers of the same capability; left out when there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ControllerView(
    boolean available,
    String type,
    String error,
    String capability,
    String driver,
    String bundle,
    StatusView status,
    LaneView lane,
    List<ControllerView> others) {

  /**
   * A state on the wire.
   *
   * @param state its name
   * @param since when it was entered, ISO 8601
   * @param detail what is the case; null when there is nothing to say
   * @param hint what a person can do; null when nothing
   * @param ageMs how old the evidence is
   */
  public record StatusView(String state, String since, String detail, String hint, long ageMs) {}

  /**
   * A lane on the wire.
   *
   * @param depth how many commands wait
   * @param running the command that runs; null when none does
   * @param runningMs for how long
   * @param stuck whether it was interrupted and did not return
   */
  public record LaneView(int depth, String running, long runningMs, boolean stuck) {}

  static ControllerView of(
      Binding binding, String capability, Status status, Instant now, List<ControllerView> others) {
    boolean available = status.state().usable();
    return new ControllerView(
        available,
        binding.type(),
        available ? null : sentence(binding, status),
        capability,
        binding.driver(),
        binding.bundle(),
        new StatusView(
            status.state().wireName(),
            status.since().toString(),
            status.detail(),
            status.hint(),
            status.age(now).toMillis()),
        lane(binding.lane()),
        others.isEmpty() ? null : others);
  }

  /** Why a controller is not available, in one sentence. */
  static String sentence(Binding binding, Status status) {
    return new Unavailable(binding.driver(), binding.device().id(), status).sentence();
  }

  private static LaneView lane(LaneStatus lane) {
    return new LaneView(lane.depth(), lane.running(), lane.runningFor().toMillis(), lane.stuck());
  }
}
