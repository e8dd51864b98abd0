package com.virtualpytest.host.itest;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import java.io.IOException;
import java.nio.file.Path;

/** A host with a virtual phone (device1), a virtual TV (device2), and an adb server of its own. */
final class AndroidHost implements AutoCloseable {
  private final VirtualAndroid phone = VirtualAndroid.start(Profile.PHONE, 0);
  private final VirtualAndroid tv = VirtualAndroid.start(Profile.TV, 0);
  private final HostProcess host;

  AndroidHost(Path folder) throws IOException {
    this(HostLaunch.in(folder));
  }

  AndroidHost(HostLaunch launch) throws IOException {
    this(launch, Ports.free());
  }

  AndroidHost(HostLaunch launch, int adbPort) throws IOException {
    host =
        launch
            .env("ADB_PORT", Integer.toString(adbPort))
            .env("DEVICE1_NAME", "Phone")
            .env("DEVICE1_MODEL", "android_mobile")
            .env("DEVICE1_IP", "127.0.0.1")
            .env("DEVICE1_PORT", Integer.toString(phone.port()))
            .env("DEVICE2_NAME", "TV")
            .env("DEVICE2_MODEL", "android_tv")
            .env("DEVICE2_IP", "127.0.0.1")
            .env("DEVICE2_PORT", Integer.toString(tv.port()))
            .env("DEVICE3_NAME", "Nowhere")
            .env("DEVICE3_MODEL", "android_mobile")
            .startAndAwaitReady();
    awaitState(1, "ready");
    awaitState(2, "ready");
  }

  VirtualAndroid phone() {
    return phone;
  }

  VirtualAndroid tv() {
    return tv;
  }

  HostProcess host() {
    return host;
  }

  Client client() {
    return host.client();
  }

  Answer post(String path, String json) {
    return client().post(path, json);
  }

  /** Runs a command on the phone. */
  Answer command(String command, String params) {
    return post(
        "/host/remote/executeCommand",
        "{\"command\":\"" + command + "\",\"params\":" + params + "}");
  }

  /** Waits until the remote control of a device has a state. */
  void awaitState(int device, String state) {
    host.awaitAnswer(
        "/host/devices",
        answer ->
            answer
                .json()
                .at("/devices/" + device + "/controllers/remote/status/state")
                .asText()
                .equals(state));
  }

  @Override
  public void close() {
    host.close();
    phone.close();
    tv.close();
  }
}
