package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/**
 * Where the routes of this bundle find the plugs that its driver has opened, each as it was opened
 * last: while a plug is handed to the next generation, what it last said is still told. For all
 * threads.
 */
@Component(service = OpenPlugs.class)
public final class OpenPlugs {
  private final Map<String, TapoController> plugs = new ConcurrentHashMap<>();

  void opened(TapoController controller) {
    plugs.put(controller.deviceId(), controller);
  }

  /** All of them, device1 first. */
  List<TapoController> all() {
    return plugs.values().stream()
        .sorted(
            Comparator.<TapoController>comparingInt(plug -> plug.deviceId().length())
                .thenComparing(TapoController::deviceId))
        .toList();
  }

  /**
   * The plug of a device.
   *
   * @throws ApiException {@code NOT_FOUND}
   */
  TapoController get(String deviceId) {
    TapoController controller = plugs.get(deviceId);
    if (controller == null) {
      throw new ApiException(
          ErrorCode.NOT_FOUND,
          "No Tapo plug is open for this device",
          "GET /host/tapo lists those that are, GET /host/devices says why others are not",
          null);
    }
    return controller;
  }
}
