package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.ActionDescription.Input;
import java.util.List;
import java.util.Map;

/** What pickers offer for a console. */
final class SerialActions {
  private static final String TYPE = "serial";

  static final List<ActionDescription> ALL =
      List.of(
          text("send_line", "Send Line", "Type a line, then Enter", "Line", "data", "uname -a"),
          text("send", "Send Text", "Type a text as it is", "Text", "data", "hello"),
          text("expect", "Expect", "Wait for a pattern", "Pattern", "pattern", "login:"),
          action(
              "send_expect",
              TYPE,
              "Send Line and Expect",
              "Type a line, then wait for a pattern",
              Map.of("pattern", "[$#] ?$"),
              new Input("Line", "data", "uname -a", List.of())),
          action(
              "login",
              TYPE,
              "Log In",
              "Log in at the prompt",
              Map.of("password", ""),
              new Input("User name", "username", "root", List.of())),
          action("break", TYPE, "Send Break", "Send a break", Map.of("ms", 250), null),
          line("set_dtr", "Set DTR", "Raise or lower the line DTR", "DTR", "dtr"),
          line("set_rts", "Set RTS", "Raise or lower the line RTS", "RTS", "rts"),
          action("get_lines", TYPE, "Get Lines", "Tell how the modem lines are", Map.of(), null),
          text("set_baud", "Set Baud Rate", "Change the speed", "Baud rate", "baud", "115200"),
          action(
              "clear",
              TYPE,
              "Clear",
              "Forget what came so far: the next Expect begins here",
              Map.of(),
              null),
          action(
              ConsoleCommands.WAIT_FOR_PATTERN,
              "verification",
              "Wait for Serial Pattern",
              "Pass when a pattern appears on the console",
              Map.of("timeout_ms", 10_000),
              new Input("Pattern", "pattern", "login:", List.of())));

  private SerialActions() {}

  private static ActionDescription text(
      String command, String label, String description, String input, String param, String sample) {
    return action(
        command, TYPE, label, description, Map.of(), new Input(input, param, sample, List.of()));
  }

  private static ActionDescription line(
      String id, String label, String description, String input, String param) {
    return new ActionDescription(
        id,
        "set_lines",
        TYPE,
        label,
        description,
        Map.of(),
        new Input(input, param, "true", List.of("true", "false")));
  }

  private static ActionDescription action(
      String command,
      String type,
      String label,
      String description,
      Map<String, Object> params,
      Input input) {
    return new ActionDescription(command, command, type, label, description, params, input);
  }
}
