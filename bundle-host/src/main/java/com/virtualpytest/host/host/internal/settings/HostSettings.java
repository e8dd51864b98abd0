package com.virtualpytest.host.host.internal.settings;

import com.virtualpytest.host.api.device.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The settings that the launcher read and checked. It hands them over as a service, because
 * framework and system properties are printed by the web console.
 */
@Component(
    service = {Settings.class, HostSettings.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HostSettings implements Settings {

  private final Map<String, String> values;

  @Activate
  public HostSettings(
      @Reference(target = "(device.host=settings)") Supplier<Map<String, String>> launcher) {
    this(launcher.get());
  }

  // Not public: declarative services would have to choose between two constructors with one
  // parameter, and does so by the order in which the JVM happens to list them.
  private HostSettings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Settings without a launcher, for tests. */
  public static HostSettings of(Map<String, String> values) {
    return new HostSettings(values);
  }

  @Override
  public Optional<String> get(String variable) {
    return Optional.ofNullable(values.get(variable));
  }

  /** All variables, secrets among them. */
  public Map<String, String> all() {
    return values;
  }

  /** The name with which this host is known to the server. */
  public String hostName() {
    return values.getOrDefault("HOST_NAME", "unnamed-host");
  }

  /** The address under which browsers reach this host, without a slash at its end. */
  public String hostUrl() {
    return values.getOrDefault("HOST_URL", "http://localhost:6109");
  }

  /** The folder for all that this host keeps. */
  public Path dataFolder() {
    return Path.of(require("HOST_DATA_DIR"));
  }

  /** The folder of the installation, which may be read-only. */
  public Path installation() {
    return Path.of(require("HOST_HOME"));
  }

  private String require(String variable) {
    String value = values.get(variable);
    if (value == null) {
      throw new IllegalStateException("The launcher did not give " + variable);
    }
    return value;
  }

  @Override
  public String toString() {
    return "HostSettings[" + values.size() + " variables]";
  }
}
