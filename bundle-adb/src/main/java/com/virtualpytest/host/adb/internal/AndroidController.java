package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.AndroidDevice;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.App;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.RemoteController;
import java.util.List;

/** What phones and TVs have in common. */
abstract class AndroidController implements RemoteController {
  private final DeviceLink link;
  private final AndroidDevice device;
  private final RemoteCommands commands;

  AndroidController(DeviceLink link, AndroidDevice device, RemoteCommands commands) {
    this.link = link;
    this.device = device;
    this.commands = commands;
  }

  @Override
  public final Status status() {
    return link.status();
  }

  @Override
  public final Status probe() throws InterruptedException {
    return link.probe();
  }

  @Override
  public final CommandResult execute(Command command)
      throws ParameterException, InterruptedException {
    return commands.run(command);
  }

  @Override
  public final byte[] screenshot() throws InterruptedException {
    return device.screenshot();
  }

  @Override
  public final List<App> apps() throws InterruptedException {
    return commands.apps();
  }

  @Override
  public final void close() {
    link.close();
  }
}
