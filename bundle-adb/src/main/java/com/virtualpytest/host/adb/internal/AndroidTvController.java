package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.AndroidDevice;
import com.virtualpytest.host.api.driver.ActionDescription;
import java.util.List;

/** An Android TV. */
final class AndroidTvController extends AndroidController {

  AndroidTvController(DeviceLink link, AndroidDevice device) {
    super(link, device, RemoteCommands.tv(device));
  }

  @Override
  public List<ActionDescription> actions() {
    return AndroidActions.tv();
  }
}
