package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.display.internal.vnc.ClientFiles;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Where the routes of this bundle find the display that its driver has opened. For all threads. */
@Component(service = OpenDisplay.class)
public final class OpenDisplay {
  private final AtomicReference<DisplayController> current = new AtomicReference<>();
  private final ClientFiles files;

  @Activate
  public OpenDisplay(BundleContext context) {
    this(new ClientFiles(context.getBundle()));
  }

  OpenDisplay(ClientFiles files) {
    this.files = files;
  }

  ClientFiles files() {
    return files;
  }

  void opened(DisplayController controller) {
    current.set(controller);
  }

  void closed(DisplayController controller) {
    current.compareAndSet(controller, null);
  }

  /**
   * The display.
   *
   * @throws ApiException {@code DEVICE_OFFLINE}: it is not open
   */
  DisplayController get() {
    DisplayController controller = current.get();
    if (controller == null) {
      throw new ApiException(
          ErrorCode.DEVICE_OFFLINE,
          "The display is not open",
          "GET /host/devices says why",
          "host");
    }
    return controller;
  }
}
