package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The adb server as a supervised process. */
final class ServerProcess {
  static final String NAME = "adb";

  private static final String TAKEN = " is taken by something that is no adb server";

  /** The first start makes a key. */
  private static final Duration START = Duration.ofSeconds(20);

  /** It ends at once, unless it hangs. */
  private static final Duration STOP = Duration.ofSeconds(1);

  private ServerProcess() {}

  /**
   * It listens on loopback. A server that cannot get its port ends after half a second, so that one
   * which lives for a whole one is not mistaken for another one there.
   *
   * @param address where, on this machine
   * @param folder its home, with the key that devices are asked to accept
   */
  static ProcessDescription describe(AdbServer.Address address, Path folder) {
    int port = address.port();
    boolean six = address.host().equals("::1");
    String[] where =
        six
            ? new String[] {"-L", "tcp:[::1]:" + port}
            : new String[] {"-P", Integer.toString(port)};
    return ProcessDescription.of(NAME, "adb", where[0], where[1], "nodaemon", "server")
        .readyWhen(
            new Probe.All(new Probe.Alive(), new Probe.Tcp(six ? "::1" : "127.0.0.1", port)), START)
        .stopWithin(STOP)
        .withEnvironment(
            Map.of(
                "HOME",
                folder.toString(),
                // else it takes what listens on ports from 5555 on for emulators, and lists it
                // twice
                "ADB_LOCAL_TRANSPORT_MAX_PORT",
                "5553"))
        .explain(
            "could not install \\*smartsocket\\* listener",
            "port " + port + TAKEN,
            "set ADB_PORT to a free port, or end what has it");
  }

  /** Whether it was given up because something else had its port. */
  static boolean lacksPort(Status status) {
    return status.state() == State.FAILED
        && status.detail() != null
        && status.detail().endsWith(TAKEN);
  }
}
