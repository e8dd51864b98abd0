package com.virtualpytest.host.api.driver;

import java.util.List;
import java.util.Objects;

/**
 * One entry of the verification picker.
 *
 * @param command the name that {@link VerificationController#verify} understands
 * @param type what it looks at: {@code adb}, {@code image}, {@code text}; part of the route
 * @param label what the picker shows
 * @param description one sentence
 * @param params what it takes
 * @param outputs what it brings back beside its verdict
 */
public record VerificationDescription(
    String command,
    String type,
    String label,
    String description,
    List<Param> params,
    List<Output> outputs) {

  public VerificationDescription {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(description, "description");
    params = List.copyOf(params);
    outputs = List.copyOf(outputs);
  }

  /**
   * A parameter.
   *
   * @param name its name on the wire
   * @param type {@code string}, {@code number}, {@code area}
   * @param required whether a check without it is refused
   * @param defaultValue what counts when it is left out; null for nothing
   * @param description one sentence
   * @param placeholder an example; null for none
   */
  public record Param(
      String name,
      String type,
      boolean required,
      Object defaultValue,
      String description,
      String placeholder) {
    public Param {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(description, "description");
    }
  }

  /**
   * Something brought back.
   *
   * @param name its name on the wire
   * @param type {@code object}, {@code array}, {@code number}, {@code string}
   */
  public record Output(String name, String type) {
    public Output {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }
  }
}
