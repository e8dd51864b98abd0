package com.virtualpytest.host.adb.internal;

import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import com.virtualpytest.host.tck.TestContext;
import com.virtualpytest.host.tck.TestProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** A real adb server, a virtual device, and the controller that a driver opens for it. */
final class Lab implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final AdbServerProgram program;
  final VirtualAndroid android;
  final AdbServer server;
  final OpenDevices open;
  final TestProcesses processes = new TestProcesses();
  private final Path home;
  private final Deque<Runnable> opened = new ArrayDeque<>();

  Lab(Path home, Profile profile) throws IOException {
    this.home = home;
    program = AdbServerProgram.start(home);
    android = VirtualAndroid.start(profile, 0);
    server =
        new AdbServer(
            processes,
            TestContext.settings(Map.of("ADB_PORT", Integer.toString(program.port()))),
            TestContext.silent());
    open = new OpenDevices(server);
  }

  AndroidMobileController phone() throws Exception {
    return (AndroidMobileController) open(new AndroidMobileDriver(open), "android_mobile");
  }

  AndroidTvController tv() throws Exception {
    return (AndroidTvController) open(new AndroidTvDriver(open), "android_tv");
  }

  private Controller open(Driver driver, String model) throws Exception {
    Map<String, String> settings =
        Map.of("IP", "127.0.0.1", "PORT", Integer.toString(android.port()));
    DeviceDefinition device = new DeviceDefinition("device1", "Phone", model, settings);
    TestContext context = new TestContext(home.resolve("data"));
    opened.push(context::close);
    Controller controller = driver.open(device, context);
    opened.push(controller::close);
    awaitState(controller, State.READY);
    return controller;
  }

  static void awaitState(Controller controller, State state) {
    await("the device is " + state)
        .atMost(PATIENCE)
        .until(() -> controller.status().state() == state);
  }

  static CommandResult run(Controller controller, String name, Map<String, Object> params)
      throws ParameterException, InterruptedException {
    return controller.execute(new Command(name, params, Instant.now().plus(PATIENCE)));
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
    server.stop();
    android.close();
    program.close();
  }
}
