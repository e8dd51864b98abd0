package com.virtualpytest.host.api.driver;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One entry of the action picker: how a command is presented and pre-filled.
 *
 * @param id unique within its controller
 * @param command the name that {@link Controller#execute} understands
 * @param actionType {@code remote}, {@code power}, {@code desktop}, … on the wire
 * @param label what the picker shows
 * @param description one sentence
 * @param params fixed or pre-filled parameters
 * @param input what the user has to fill in; null when nothing
 */
public record ActionDescription(
    String id,
    String command,
    String actionType,
    String label,
    String description,
    Map<String, Object> params,
    Input input) {

  public ActionDescription {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(actionType, "actionType");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(description, "description");
    params = Map.copyOf(params);
  }

  /**
   * A field that the user fills in.
   *
   * @param label what the field is called
   * @param param the parameter that it fills; null when the editor decides
   * @param placeholder an example; null for none
   * @param options the allowed values; empty when free
   */
  public record Input(String label, String param, String placeholder, List<String> options) {
    public Input {
      Objects.requireNonNull(label, "label");
      options = List.copyOf(options);
    }
  }

  /** An action without input whose id is its command. */
  public static ActionDescription of(
      String command, String actionType, String label, String description) {
    return new ActionDescription(command, command, actionType, label, description, Map.of(), null);
  }
}
