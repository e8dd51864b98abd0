package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens one kind of hardware. All that a driver author registers: an OSGi service
 * ({@code @Component}) without state of its own. Its activation touches nothing: no port, file,
 * process, thread or device; only {@link #open} does. Two generations of one driver can be
 * registered at a time while one replaces the other.
 */
@ConsumerType
public interface Driver {

  /** Who this driver is. Called from any thread; answers at once, always the same. */
  DriverInfo info();

  /**
   * Whether this device is this driver's business, judged by its settings alone. Called from any
   * thread, often; answers at once and touches no hardware. A device whose settings are wrong is
   * still served: {@link #open} then says what is wrong.
   */
  boolean serves(DeviceDefinition device);

  /**
   * Opens a device. Called on the device's own lane, so other devices do not wait; within 10 s, or
   * the thread is interrupted and opening is tried again later, when the thread has come back;
   * until then the device is {@code failed}. Hardware that does not answer is no reason to fail:
   * return a controller whose status says {@code offline} and that keeps trying.
   *
   * @param device what to open
   * @param context what the host gives this controller until it is closed
   * @return the controller; the host closes it exactly when the device, its settings or this driver
   *     goes, or when the host stops
   * @throws SettingException a setting is missing or wrong; the device shows that message as its
   *     {@code failed} state and is not opened again before its settings change
   * @throws IOException the device cannot be opened now; it is shown as {@code backoff} and tried
   *     again, later each time. Its text is for the log; what users see is what was set as {@link
   *     DriverContext#status} before. Nothing that was opened may stay open
   * @throws InterruptedException the host gave up waiting; nothing may stay open
   */
  Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException, InterruptedException;
}
