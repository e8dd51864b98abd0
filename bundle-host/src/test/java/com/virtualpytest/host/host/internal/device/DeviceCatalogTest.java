package com.virtualpytest.host.host.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.RecordedEvents;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceCatalogTest {

  private final RecordedEvents events = new RecordedEvents();
  private final DeviceCatalog catalog =
      new DeviceCatalog(HostSettings.of(Map.of("DEVICE2_NAME", "TV")), events);

  @Test
  void aConfiguredDeviceTakesItsPlaceAmongTheOthers() {
    catalog.add(configured("p1", "device10", "Ten", "IP=10.0.0.10", "EMPTY="));
    catalog.add(configured("p2", "device1", "One"));

    assertThat(ids()).containsExactly("host", "device1", "device2", "device10");
    assertThat(catalog.devices().get(3).settings()).isEqualTo(Map.of("IP", "10.0.0.10"));
    assertThat(catalog.problems()).isEmpty();
    assertThat(events.all())
        .containsExactly(
            "com/virtualpytest/host/device/added device10",
            "com/virtualpytest/host/device/added device1");
  }

  @Test
  void secretsAreSettingsToo() {
    Config config = new Config("device1", "One", new String[] {"POWER_IP=1"}, "POWER_PWD=a=b");
    catalog.add(new ConfiguredDevice(config, Map.of("service.pid", "p")));

    assertThat(catalog.devices().get(1).settings())
        .isEqualTo(Map.of("POWER_IP", "1", "POWER_PWD", "a=b"));
  }

  @Test
  void whatTheEnvironmentDefinesBelongsToIt() {
    catalog.add(configured("p1", "device2", "Mine"));

    assertThat(catalog.devices()).extracting(DeviceDefinition::name).contains("TV");
    assertThat(catalog.problems())
        .containsExactly(new DeviceProblem("p1", "device2", "device2 belongs to the environment"));
  }

  @Test
  void aDuplicateTakesOverWhenTheFirstGoes() {
    ConfiguredDevice first = configured("p1", "device5", "First");
    catalog.add(first);
    catalog.add(configured("p0", "device5", "Second"));

    assertThat(catalog.devices()).extracting(DeviceDefinition::name).contains("First");
    assertThat(catalog.problems()).hasSize(1);

    catalog.remove(first);
    assertThat(catalog.devices()).extracting(DeviceDefinition::name).contains("Second");
    assertThat(catalog.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "device13, Name, A=b, The id must be device1 to device12",
    "host, Name, A=b, The id must be device1 to device12",
    "../x, Name, A=b, The id must be device1 to device12",
    "device1, '', A=b, The device has no name",
    "device1, Name, hunter2, Setting 1 is not of the form NAME=value",
    "device1, Name, '=hunter2', 'Setting 1 has no name of letters, digits and _'",
    "device1, Name, 'A B=hunter2', 'Setting 1 has no name of letters, digits and _'"
  })
  void aWrongConfigurationIsToldWithoutItsValues(
      String id, String name, String line, String error) {
    catalog.add(configured("p1", id, name, line));

    assertThat(ids()).containsExactly("host", "device2");
    assertThat(catalog.problems()).extracting(DeviceProblem::error).containsExactly(error);
  }

  @Test
  void listenersHearOfRealChangesOnly() {
    List<Integer> heard = new ArrayList<>();
    Runnable end = catalog.listen(devices -> heard.add(devices.size()));
    ConfiguredDevice device = configured("p1", "device1", "One");
    catalog.add(device);
    Map<String, Object> pid = Map.of("service.pid", "p1");
    device.modified(new Config("device1", "One", new String[0]), pid);
    device.modified(new Config("device1", "One", new String[0], "A=b"), pid);
    catalog.remove(device);
    device.modified(new Config("device1", "Two", new String[0]), pid);
    end.run();
    catalog.add(device);

    assertThat(heard).containsExactly(2, 3, 3, 2);
    assertThat(events.all())
        .contains(
            "com/virtualpytest/host/device/changed device1",
            "com/virtualpytest/host/device/removed device1");
  }

  private List<String> ids() {
    return catalog.devices().stream().map(DeviceDefinition::id).toList();
  }

  private static ConfiguredDevice configured(
      String pid, String id, String name, String... settings) {
    return new ConfiguredDevice(new Config(id, name, settings), Map.of("service.pid", pid));
  }

  @SuppressWarnings({
    "ArrayRecordComponent",
    "ClassExplicitlyAnnotation",
    "ImmutableAnnotationChecker"
  })
  private record Config(String id, String name, String[] settings, String... _secrets)
      implements ConfiguredDevice.Config {
    @Override
    public String model() {
      return "stb";
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return ConfiguredDevice.Config.class;
    }
  }
}
