package com.virtualpytest.host.simulators.tapo;

import com.virtualpytest.host.simulators.control.ControlOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate tapo}. */
@Command(
    name = "tapo",
    description = "A Tapo plug on 127.0.0.1, for HTTP and probes on one port.",
    sortOptions = false)
public final class TapoCommand implements Callable<Integer> {

  @Option(names = "--port", required = true, description = "Port of HTTP and probes.")
  private int port;

  @Option(
      names = "--protocol",
      defaultValue = "KLAP2",
      description = "What its firmware speaks: ${COMPLETION-CANDIDATES}.")
  private Firmware firmware;

  @Option(names = "--email", required = true, description = "E-mail of its account.")
  private String email;

  @Option(names = "--password", required = true, description = "Password of its account.")
  private String password;

  @Option(names = "--model", defaultValue = "P110", description = "P110 meters, P100 does not.")
  private String model;

  @Option(names = "--name", defaultValue = "Virtual plug", description = "Its name in the app.")
  private String name;

  @Option(names = "--watts", defaultValue = "0", description = "What draws power from it.")
  private double watts;

  @Option(names = "--off", description = "Begins switched off.")
  private boolean off;

  @Mixin private ControlOption control;

  @Override
  public Integer call() throws Exception {
    PlugProfile profile = new PlugProfile(model, name, email, password);
    try (VirtualPlug plug = VirtualPlug.start(profile, firmware, port)) {
      plug.load(watts);
      plug.switchTo(!off);
      plug.onRelay(on -> System.out.println("relay " + (on ? "on" : "off")));
      String there = "plug: 127.0.0.1:%d, %s, %s".formatted(plug.port(), model, firmware);
      control.serve(there, new PlugControls(plug));
    }
    return 0;
  }
}
