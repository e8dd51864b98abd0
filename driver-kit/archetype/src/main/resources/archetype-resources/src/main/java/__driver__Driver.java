#set( $name = $driver.toLowerCase() )
package ${package};

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import org.osgi.service.component.annotations.Component;

/** Opens ${driver} power switches: devices whose {@code POWER_NAME} contains {@code ${name}}. */
@Component
public final class ${driver}Driver implements Driver {

  @Override
  public DriverInfo info() {
    return DriverInfo.of("${name}", Capability.POWER)
        .asShareable()
        .withSettings("POWER_NAME", "POWER_IP", "POWER_SWITCH");
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return device.has("POWER_NAME", "${name}");
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context) throws SettingException {
    String address = device.require("POWER_IP").strip();
    if (!address.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
      throw new SettingException(device.variable("POWER_IP"), "must be an address, or address:port");
    }
    int relay = device.integer("POWER_SWITCH", 0, 0, 3);
    return new ${driver}Controller(address, relay, context).begin();
  }
}
