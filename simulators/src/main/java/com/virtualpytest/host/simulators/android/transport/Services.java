package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.shell.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** What a host can open on the device. */
public final class Services {

  /** What listens on the device itself: the echo service. */
  private static final String ECHO = "tcp:7";

  private static final Set<String> KINDS =
      Set.of("shell", "exec", "sync", "reboot", "reverse", "root");

  private final Device device;
  private final ShellService shell;
  private final Faults faults;
  private final ReverseService reverse = new ReverseService();

  /** Those of one device. */
  public Services(Device device, Environment environment, Faults faults) {
    this.device = device;
    this.faults = faults;
    this.shell = new ShellService(device, environment, faults);
  }

  boolean knows(String service) {
    return KINDS.contains(kind(service).split(",", -1)[0])
        || service.equals(ECHO)
        || service.equals(ECHO + ":127.0.0.1")
        || service.equals(ECHO + ":localhost");
  }

  /** Serves the stream until it ends. */
  void run(String service, AdbStream stream) throws IOException, InterruptedException {
    String kind = kind(service);
    String rest = service.substring(kind.length() + 1);
    device.history().service(service);
    switch (kind) {
      case "exec" -> shell.run(List.of("raw"), rest, stream);
      case "sync" -> new SyncService(device.files(), faults, stream).run();
      case "tcp" -> stream.in().transferTo(stream.out());
      case "reverse" -> reverse.run(rest, stream.out());
      case "root" ->
          stream
              .out()
              .write(
                  "adbd cannot run as root in production builds\n"
                      .getBytes(StandardCharsets.UTF_8));
      case "reboot" -> reboot();
      default -> {
        List<String> arguments = Arrays.asList(kind.split(",", -1));
        shell.run(arguments.subList(1, arguments.size()), rest, stream);
      }
    }
  }

  private void reboot() throws InterruptedException {
    if (faults.has(Fault.STUCK_REBOOT)) {
      new CountDownLatch(1).await();
    }
    device.reboot();
  }

  void log(String tag, String text) {
    device.log().add('D', tag, text);
  }

  private static String kind(String service) {
    int colon = service.indexOf(':');
    return colon < 0 ? "" : service.substring(0, colon);
  }
}
