package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A remote control. Its commands come through {@link #execute}: {@code press_key}, {@code
 * tap_coordinates} ({@code x}, {@code y}), {@code input_text}, {@code launch_app} and what else its
 * {@link #actions} offer. What a device can tell about its screen comes through the methods here,
 * from the device's lane like {@code execute}; a remote control that only sends implements none of
 * them. They are interrupted at the caller's deadline.
 */
@ConsumerType
public interface RemoteController extends Controller {

  /**
   * What the device shows now.
   *
   * @return a PNG
   * @throws ApiException {@code NOT_SUPPORTED}; or what was wrong with the device
   * @throws InterruptedException the caller no longer wants it
   */
  default byte[] screenshot() throws InterruptedException {
    throw notSupported("Screenshots are not supported by this remote controller");
  }

  /**
   * What is on the device's screen, in the order of the device's own tree.
   *
   * @throws ApiException {@code NOT_SUPPORTED}; or what was wrong with the device
   * @throws InterruptedException the caller no longer wants it
   */
  default List<UiElement> elements() throws InterruptedException {
    throw notSupported("UI dump not supported by this remote controller");
  }

  /**
   * The programs of the device.
   *
   * @throws ApiException {@code NOT_SUPPORTED}; or what was wrong with the device
   * @throws InterruptedException the caller no longer wants it
   */
  default List<App> apps() throws InterruptedException {
    throw notSupported("App listing not supported by this remote controller");
  }

  private static ApiException notSupported(String text) {
    return new ApiException(ErrorCode.NOT_SUPPORTED, text);
  }
}
