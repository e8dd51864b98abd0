package com.example.shelly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.virtualpytest.host.api.driver.PowerController.Relay;
import com.virtualpytest.host.tck.TestContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver says is what the relay does. */
class ShellyTest {

  @Test
  void itSwitches(@TempDir Path folder) throws Exception {
    try (VirtualShelly shelly = new VirtualShelly();
        TestContext context = new TestContext(folder)) {
      ShellyController controller =
          new ShellyController("127.0.0.1:" + shelly.port(), 0, context);

      controller.on();
      assertTrue(shelly.isOn());
      assertEquals(Relay.ON, controller.relay());

      controller.off();
      assertFalse(shelly.isOn());
      assertEquals(Relay.OFF, controller.relay());
    }
  }
}
