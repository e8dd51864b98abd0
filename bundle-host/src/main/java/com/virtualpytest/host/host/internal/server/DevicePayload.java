package com.virtualpytest.host.host.internal.server;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device as the server knows it. What it can do is what drivers really offer; names of groups and
 * fields are those that the server's pages look for.
 */
final class DevicePayload {

  private DevicePayload() {}

  static Map<String, Object> of(BoundDevice device) {
    DeviceDefinition definition = device.definition();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("device_id", definition.id());
    fields.put("device_name", definition.name());
    fields.put("device_model", definition.model());
    fields.put("device_ip", definition.get("IP").orElse(null));
    fields.put("device_port", definition.get("PORT").orElse(null));
    fields.put("ir_type", definition.get("IR_TYPE").orElse(null));
    fields.put("device_capabilities", capabilities(device));
    fields.put("device_verification_types", verifications(device));
    fields.put("device_action_types", actions(device));
    boolean display = definition.id().equals(DeviceDefinition.HOST_ID);
    Optional<CapturePaths> pictures = CapturePaths.of(definition);
    definition
        .get(display ? "VNC_STREAM_PATH" : "VIDEO_STREAM_PATH")
        .or(() -> display ? Optional.empty() : pictures.map(CapturePaths::stream))
        .ifPresent(path -> fields.put("video_stream_path", path));
    definition
        .get("VIDEO_CAPTURE_PATH")
        .or(() -> pictures.map(CapturePaths::capture))
        .ifPresent(path -> fields.put("video_capture_path", path));
    pictures.ifPresent(known -> fields.put("video", known.shownSource()));
    return fields;
  }

  private static Map<String, Object> capabilities(BoundDevice device) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("av", driver(device, Capability.AV));
    fields.put("remote", driver(device, Capability.REMOTE));
    fields.put("desktop", device.binding(Capability.DESKTOP).isPresent() ? "bash" : null);
    fields.put("web", null);
    fields.put("power", driver(device, Capability.POWER));
    fields.put("serial", driver(device, Capability.SERIAL));
    fields.put("ai", null);
    fields.put("verification", List.of());
    return fields;
  }

  /** Null, a name, or several names. */
  private static Object driver(BoundDevice device, Capability capability) {
    List<String> names = device.bindings(capability).stream().map(Binding::driver).toList();
    return names.isEmpty() ? null : names.size() == 1 ? names.get(0) : names;
  }

  private static Map<String, List<Map<String, Object>>> verifications(BoundDevice device) {
    Map<String, List<Map<String, Object>>> types = new LinkedHashMap<>();
    for (Binding binding : device.bindings(Capability.VERIFICATION)) {
      for (VerificationDescription check : binding.verifications()) {
        types.computeIfAbsent(check.type(), name -> new ArrayList<>()).add(verification(check));
      }
    }
    return types;
  }

  private static Map<String, Object> verification(VerificationDescription check) {
    Map<String, Object> params = new LinkedHashMap<>();
    for (VerificationDescription.Param param : check.params()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("type", param.type());
      fields.put("required", param.required());
      fields.put("default", param.defaultValue());
      fields.put("description", param.description());
      if (param.placeholder() != null) {
        fields.put("placeholder", param.placeholder());
      }
      params.put(param.name(), fields);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("command", check.command());
    fields.put("label", check.label());
    fields.put("description", check.description());
    fields.put("params", params);
    fields.put("verification_type", check.type());
    if (!check.outputs().isEmpty()) {
      fields.put(
          "outputs",
          check.outputs().stream()
              .map(output -> Map.of("name", output.name(), "type", output.type()))
              .toList());
    }
    return fields;
  }

  private static Map<String, List<Map<String, Object>>> actions(BoundDevice device) {
    Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    for (Capability capability : device.capabilities()) {
      for (Binding binding : device.bindings(capability)) {
        String group = group(capability, binding.driver());
        for (ActionDescription action : binding.actions()) {
          if (action.actionType().equals(capability.wireName())) {
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(action(action));
          }
        }
      }
    }
    return groups;
  }

  private static String group(Capability capability, String driver) {
    return switch (capability) {
      case DESKTOP -> "Desktop";
      case REMOTE -> driver.equals("android_mobile") ? "Remote" : "remote";
      default -> capability.wireName();
    };
  }

  private static Map<String, Object> action(ActionDescription action) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", action.id());
    fields.put("command", action.command());
    fields.put("action_type", action.actionType());
    fields.put("label", action.label());
    fields.put("description", action.description());
    fields.put("params", action.params());
    ActionDescription.Input input = action.input();
    fields.put("requiresInput", input != null);
    if (input != null) {
      fields.put("inputLabel", input.label());
      if (input.param() != null) {
        fields.put("inputParam", input.param());
      }
      if (input.placeholder() != null) {
        fields.put("inputPlaceholder", input.placeholder());
      }
      if (!input.options().isEmpty()) {
        fields.put("options", input.options());
      }
    }
    return fields;
  }
}
