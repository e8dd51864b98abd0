#set( $name = $driver.toLowerCase() )
package ${package};

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The driver keeps to the contract of drivers. */
class ${driver}ContractTest extends DriverContract {
  private Virtual${driver} simulator;

  @Override
  public void start(Path folder) throws IOException {
    simulator = new Virtual${driver}();
  }

  @Override
  public void stop() {
    simulator.close();
  }

  @Override
  public Driver newDriver() {
    return new ${driver}Driver();
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(
        "device1",
        "Lamp",
        "lamp",
        Map.of("POWER_NAME", "${driver}", "POWER_IP", "127.0.0.1:" + simulator.port()));
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(
        WrongSetting.missing("POWER_IP"),
        new WrongSetting("POWER_IP", "http://there/"),
        new WrongSetting("POWER_SWITCH", "left"));
  }

  @Override
  public Hardware hardware() {
    return simulator;
  }
}
