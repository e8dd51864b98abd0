package com.virtualpytest.host.simulators.tapo;

import com.virtualpytest.host.simulators.control.ControlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What the control port of a virtual plug knows. */
public final class PlugControls implements ControlServer.Controls {
  private static final String VERBS =
      "on, off, load?watts=, update?firmware=, password?to=, forget, refuse?count=, slow?ms=,"
          + " garbage?on=, unplug, plug, sleep";

  private final VirtualPlug plug;

  public PlugControls(VirtualPlug plug) {
    this.plug = plug;
  }

  @Override
  public String state() {
    return """
        relay=%s
        switches=%d
        firmware=%s
        watts=%.1f
        watt_hours=%.3f
        requests=%d
        probes=%d
        handshakes=%d
        logins=%d
        refused_logins=%d"""
        .formatted(
            plug.isOn() ? "on" : "off",
            plug.switches(),
            plug.firmware().name().toLowerCase(Locale.ROOT),
            plug.power(),
            plug.energy(),
            plug.requests(),
            plug.probes(),
            plug.handshakes(),
            plug.logins(),
            plug.refusedLogins());
  }

  @Override
  public String control(String verb, Map<String, String> parameters) {
    try {
      switch (verb) {
        case "on" -> plug.switchTo(true);
        case "off" -> plug.switchTo(false);
        case "load" -> plug.load(Double.parseDouble(value(parameters, "watts")));
        case "update" ->
            plug.update(Firmware.valueOf(value(parameters, "firmware").toUpperCase(Locale.ROOT)));
        case "password" -> plug.changePassword(value(parameters, "to"));
        case "forget" -> plug.forgetSessions();
        case "refuse" -> plug.refuseHandshakes(Integer.parseInt(value(parameters, "count")));
        case "slow" -> plug.slowDown(Duration.ofMillis(Long.parseLong(value(parameters, "ms"))));
        case "garbage" -> plug.talkGarbage(Boolean.parseBoolean(value(parameters, "on")));
        case "unplug" -> plug.unplug();
        case "plug" -> plug.plugIn();
        case "sleep" -> plug.closeUntilProbed();
        default -> throw new IllegalArgumentException("known: " + VERBS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return verb + " done";
  }

  private static String value(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing; known: " + VERBS);
    }
    return value;
  }
}
