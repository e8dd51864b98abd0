package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.tapo.internal.protocol.PlugAddress;
import com.virtualpytest.host.tapo.internal.protocol.Probe;
import com.virtualpytest.host.tapo.internal.protocol.ProbeSender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks for plugs on this machine, at the addresses that are configured, and in the subnets that
 * are named in {@code TAPO_DISCOVERY_SUBNETS}; nowhere else. One search at a time.
 */
final class Discovery {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Settings settings;
  private final OpenPlugs open;
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * A plug that answered.
   *
   * @param address of it
   * @param deviceId the device that it is configured for; null when it is not
   * @param protocol as the plug names it
   */
  record Found(
      String address, String deviceId, String model, String type, String mac, String protocol) {}

  Discovery(Settings settings, OpenPlugs open) {
    this.settings = settings;
    this.open = open;
  }

  /**
   * Searches for two seconds.
   *
   * @throws ApiException {@code CONFLICT}: another search runs; {@code BAD_REQUEST}: the setting is
   *     wrong
   */
  List<Found> search() {
    if (!running.compareAndSet(false, true)) {
      throw new ApiException(ErrorCode.CONFLICT, "A search is running", "Try again in 2 s", null);
    }
    try {
      Map<String, Found> byAddress = new LinkedHashMap<>();
      ProbeSender.ask(addresses(), LIMIT)
          .forEach(
              (from, plug) ->
                  byAddress.putIfAbsent(
                      from.getAddress() + plug.mac() + plug.httpPort(), of(from, plug)));
      return List.copyOf(byAddress.values());
    } catch (SettingException e) {
      throw new ApiException(ErrorCode.BAD_REQUEST, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.UNAVAILABLE, "The search was broken off");
    } finally {
      running.set(false);
    }
  }

  private Set<PlugAddress> addresses() throws SettingException {
    Set<PlugAddress> addresses = new LinkedHashSet<>();
    addresses.add(new PlugAddress(InetAddress.getLoopbackAddress(), 0));
    open.all().forEach(plug -> addresses.add(plug.address()));
    addresses.addAll(TapoSettings.subnets(settings));
    return addresses;
  }

  private Found of(InetSocketAddress from, Probe.Found plug) {
    PlugAddress address = new PlugAddress(from.getAddress(), 0);
    PlugAddress withPort = new PlugAddress(from.getAddress(), from.getPort());
    String device = null;
    PlugAddress shown = address;
    for (TapoController each : open.all()) {
      if (each.address().equals(address) || each.address().equals(withPort)) {
        device = each.deviceId();
        shown = each.address();
      }
    }
    return new Found(
        shown.toString(), device, plug.model(), plug.type(), plug.mac(), plug.protocol());
  }
}
