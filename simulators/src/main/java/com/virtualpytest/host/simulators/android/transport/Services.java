package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.shell.Environment;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What a host can open on the device. */
public final class Services {

  private final Device device;
  private final ShellService shell;

  /** Those of one device. */
  public Services(Device device, Environment environment, Faults faults) {
    this.device = device;
    this.shell = new ShellService(device, environment, faults);
  }

  boolean knows(String service) {
    String kind = kind(service);
    return kind.equals("shell") || kind.startsWith("shell,") || kind.equals("exec");
  }

  /** Serves the stream until it ends. */
  void run(String service, AdbStream stream) throws IOException, InterruptedException {
    String kind = kind(service);
    String rest = service.substring(kind.length() + 1);
    device.history().service(service);
    if (kind.equals("exec")) {
      shell.run(List.of("raw"), rest, stream);
    } else {
      List<String> arguments = Arrays.asList(kind.split(",", -1));
      shell.run(arguments.subList(1, arguments.size()), rest, stream);
    }
  }

  void log(String tag, String text) {
    device.log().add('D', tag, text);
  }

  private static String kind(String service) {
    int colon = service.indexOf(':');
    return colon < 0 ? "" : service.substring(0, colon);
  }
}
