package com.virtualpytest.host.simulators.tapo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A Tapo plug that is not there. It listens on one port of loopback, for HTTP and for probes alike,
 * and does on demand what makes real plugs hard to live with. Safe for all threads.
 */
public final class VirtualPlug implements AutoCloseable {
  private static final int ATTEMPTS_TO_BIND = 20;

  private final InetAddress address = InetAddress.getLoopbackAddress();
  private final Counters counters = new Counters();
  private final Relay relay;
  private final PlugServer server;
  private final ProbeResponder probes;
  private final int port;

  private volatile PlugProfile profile;
  private volatile Firmware firmware;
  private volatile Wire wire;
  private volatile Duration delay = Duration.ZERO;
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean garbage;
  private volatile boolean deaf;
  private volatile boolean opensWhenProbed;

  private VirtualPlug(PlugProfile profile, Firmware firmware, int port, boolean on)
      throws IOException {
    this.profile = profile;
    this.firmware = firmware;
    this.wire = newWire();
    this.relay = new Relay(on, 0);
    this.server = new PlugServer(address, this::answer);
    server.listen(port);
    this.port = server.port();
    try {
      this.probes = new ProbeResponder(address, this.port, this::probed);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Starts a plug that is on.
   *
   * @param port 0 for any that is free for TCP and UDP
   * @throws IOException the port is taken
   */
  public static VirtualPlug start(PlugProfile profile, Firmware firmware, int port)
      throws IOException {
    IOException taken = null;
    for (int attempt = 0; attempt < (port == 0 ? ATTEMPTS_TO_BIND : 1); attempt++) {
      try {
        return new VirtualPlug(profile, firmware, port, true);
      } catch (IOException e) {
        taken = e;
      }
    }
    throw taken;
  }

  /** The port of HTTP and probes. */
  public int port() {
    return port;
  }

  /** Whether current flows. */
  public boolean isOn() {
    return relay.on();
  }

  /** Switches it, as its button or somebody else's app does. */
  public void switchTo(boolean on) {
    relay.set(on);
  }

  /** Is told each change of the relay, in the thread that made it. */
  public void onRelay(Consumer<Boolean> listener) {
    relay.onChange(listener);
  }

  /** What draws power from it while it is on. */
  public void load(double watts) {
    relay.load(watts);
  }

  /** Another firmware from now on; all sessions end. */
  public void update(Firmware next) {
    firmware = next;
    wire = newWire();
  }

  public Firmware firmware() {
    return firmware;
  }

  /** The account gets another password; all sessions end. */
  public void changePassword(String password) {
    profile = new PlugProfile(profile.model(), profile.name(), profile.email(), password);
    wire = newWire();
  }

  /** All sessions end, as when somebody else logs in. */
  public void forgetSessions() {
    wire.forgetSessions();
  }

  /** The next so many handshakes are answered 403, as without Third-Party Compatibility. */
  public void refuseHandshakes(int count) {
    refusals.set(count);
  }

  /** Each answer takes so long. */
  public void slowDown(Duration next) {
    delay = next;
  }

  /** Answers make no sense. */
  public void talkGarbage(boolean next) {
    garbage = next;
  }

  /** No power or no network: nothing answers any more. */
  public void unplug() throws IOException {
    deaf = true;
    server.shut();
  }

  /** Answers again, with all sessions forgotten. */
  public void plugIn() throws IOException {
    forgetSessions();
    deaf = false;
    opensWhenProbed = false;
    server.listen(port);
  }

  /** After a power cut: the port stays closed until a probe comes. */
  public void closeUntilProbed() throws IOException {
    forgetSessions();
    opensWhenProbed = true;
    deaf = false;
    server.shut();
  }

  /** How often the relay changed. */
  public int switches() {
    return relay.changes();
  }

  /** Requests of any kind. */
  public int requests() {
    return counters.requests.get();
  }

  public int probes() {
    return counters.probes.get();
  }

  /** First steps of logins. */
  public int handshakes() {
    return counters.handshakes.get();
  }

  public int logins() {
    return counters.logins.get();
  }

  /** Logins with a wrong account that the plug saw. */
  public int refusedLogins() {
    return counters.refused.get();
  }

  double power() {
    return relay.power();
  }

  double energy() {
    return relay.energy();
  }

  @Override
  public void close() throws IOException {
    probes.close();
    server.close();
  }

  private Wire newWire() {
    Firmware now = firmware;
    return switch (now) {
      case AES -> new AesWire(profile, this::method, counters);
      case KLAP1 -> new KlapWire(false, profile, this::method, counters);
      case KLAP2 -> new KlapWire(true, profile, this::method, counters);
      case TPAP -> new TpapWire(profile, this::method, counters);
    };
  }

  private String method(String request) {
    return new Methods(profile, relay).answer(request, firmware);
  }

  private Wire.Response answer(Wire.Request request) {
    counters.requests.incrementAndGet();
    try {
      Thread.sleep(delay.toMillis());
      if (garbage) {
        return Wire.Response.ok(Crypto.random(200));
      }
      boolean handshake = request.path().equals("/app/handshake1");
      if (handshake && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return Wire.Response.of(403);
      }
      return wire.answer(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Wire.Response.of(503);
    } catch (Exception e) {
      return Wire.Response.of(400); // a request that a plug would not understand either
    }
  }

  private ObjectNode probed() {
    counters.probes.incrementAndGet();
    if (deaf) {
      return null;
    }
    if (opensWhenProbed) {
      try {
        server.listen(port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    ObjectNode result = Methods.JSON.createObjectNode();
    result.put("device_type", "SMART.TAPOPLUG").put("device_model", profile.model() + "(EU)");
    result.put("ip", address.getHostAddress()).put("mac", PlugProfile.MAC);
    result.put("device_id", "0".repeat(32)).put("owner", "0".repeat(32));
    result.put("factory_default", false).put("is_support_iot_cloud", true);
    result
        .putObject("mgt_encrypt_schm")
        .put("is_support_https", false)
        .put("encrypt_type", firmware.encryptType)
        .put("http_port", port)
        .put("lv", firmware.loginVersion);
    return Methods.result(result);
  }
}
