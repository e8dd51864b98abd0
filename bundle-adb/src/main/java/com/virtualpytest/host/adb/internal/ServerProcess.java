package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The adb server as a supervised process. */
final class ServerProcess {
  static final String NAME = "adb";

  /** The first start makes a key. */
  private static final Duration START = Duration.ofSeconds(20);

  private ServerProcess() {}

  /**
   * It listens on loopback.
   *
   * @param folder its home, with the key that devices are asked to accept
   */
  static ProcessDescription describe(int port, Path folder) {
    return ProcessDescription.of(NAME, "adb", "-P", Integer.toString(port), "nodaemon", "server")
        .readyWhen(new Probe.Tcp("127.0.0.1", port), START)
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
            "port " + port + " is taken by something that is no adb server",
            "set ADB_PORT to a free port, or end what has it");
  }
}
