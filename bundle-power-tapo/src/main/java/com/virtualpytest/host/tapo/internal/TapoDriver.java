package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import com.virtualpytest.host.tapo.internal.protocol.Plug;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens Tapo plugs: devices whose {@code POWER_NAME} contains {@code tapo}. */
@Component
public final class TapoDriver implements Driver {
  private final OpenPlugs open;
  private final TapoController.Pace pace;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public TapoDriver(@Reference OpenPlugs open) {
    this(open, TapoController.Pace.STANDARD);
  }

  TapoDriver(OpenPlugs open, TapoController.Pace pace) {
    this.open = open;
    this.pace = pace;
  }

  @Override
  public DriverInfo info() {
    // not shareable: a plug has one session, and two generations would end each other's logins
    return DriverInfo.of("tapo", Capability.POWER)
        .withSettings(
            TapoSettings.NAME, TapoSettings.IP, TapoSettings.EMAIL, TapoSettings.PASSWORD);
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return device.has(TapoSettings.NAME, "tapo");
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context) throws SettingException {
    TapoSettings settings = TapoSettings.from(device, context.settings());
    ProtocolFile file = new ProtocolFile(context, settings.address());
    Plug plug = new Plug(settings.address(), settings.account(), file.read(), file::write, clock);
    TapoController controller =
        new TapoController(device.id(), context, settings.address(), plug, clock, pace);
    open.opened(controller);
    controller.start();
    return controller;
  }
}
