package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.generation.SwapDevices;
import com.virtualpytest.host.host.internal.generation.SwapRoutes;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * The parts of the host that take part in a swap. Those that are not there are left out.
 *
 * @param generations where it is told who stands by
 * @param devices gives who hands over devices; null while there is nobody
 * @param routes gives who switches routes; null while there is nobody
 * @param components gives the runtime of declarative services; null while there is none
 */
record SwapParts(
    Generations generations,
    Supplier<SwapDevices> devices,
    Supplier<SwapRoutes> routes,
    Supplier<ServiceComponentRuntime> components) {

  Optional<SwapDevices> device() {
    return Optional.ofNullable(devices.get());
  }

  Optional<SwapRoutes> route() {
    return Optional.ofNullable(routes.get());
  }
}
