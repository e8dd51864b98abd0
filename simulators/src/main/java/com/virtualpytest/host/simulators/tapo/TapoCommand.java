package com.virtualpytest.host.simulators.tapo;

import com.virtualpytest.host.simulators.control.ControlServer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code simulate tapo}. */
@Command(
    name = "tapo",
    description = "A Tapo plug on 127.0.0.1, for HTTP and probes on one port.",
    mixinStandardHelpOptions = true,
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

  @Option(names = "--control", description = "Control port: GET /state, POST /<verb>.")
  private Integer control;

  @Override
  public Integer call() throws Exception {
    PlugProfile profile = new PlugProfile(model, name, email, password);
    try (VirtualPlug plug = VirtualPlug.start(profile, firmware, port)) {
      plug.load(watts);
      plug.switchTo(!off);
      plug.onRelay(on -> System.out.println("relay " + (on ? "on" : "off")));
      System.out.printf("plug %s listens on 127.0.0.1:%d (%s)%n", model, plug.port(), firmware);
      if (control == null) {
        new CountDownLatch(1).await();
      }
      try (ControlServer server = new ControlServer(control, new PlugControls(plug))) {
        System.out.println("control on 127.0.0.1:" + server.port());
        new CountDownLatch(1).await();
      }
    }
    return 0;
  }
}
