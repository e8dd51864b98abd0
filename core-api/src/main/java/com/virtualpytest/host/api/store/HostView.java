package com.virtualpytest.host.api.store;

import com.virtualpytest.host.api.device.Settings;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a store asks the host. An OSGi service of the host. Safe for all threads; touches no
 * hardware.
 */
@ProviderType
public interface HostView {

  /** The settings of the whole host; {@code HOST_NAME} and {@code HOST_DATA_DIR} are always set. */
  Settings settings();

  /** True while the host is to be given work: all bundles have come up and it does not stop. */
  boolean ready();

  /**
   * The machine now, in the words of the server's {@code system_stats}: {@code cpu_percent}, {@code
   * memory_used_gb}, {@code ffmpeg_status} and so on. What the machine does not tell is left out.
   */
  Map<String, ?> machine();

  /**
   * Each device now, in the words of the server's {@code per_device_metrics}: {@code device_id},
   * {@code capture_folder} ({@code unknown} for a device without pictures), {@code ffmpeg_status}
   * and so on.
   */
  List<? extends Map<String, ?>> devices();
}
