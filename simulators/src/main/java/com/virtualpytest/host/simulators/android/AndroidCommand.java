package com.virtualpytest.host.simulators.android;

import com.virtualpytest.host.simulators.control.ControlOption;
import com.virtualpytest.host.simulators.control.ControlServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/simulate android}. */
@Command(
    name = "android",
    description = "A virtual Android phone or TV for \"adb connect\".",
    footer = "Verbs of the control port: fault?name=freeze, slow?ms=20, power?on=false, clear.")
public final class AndroidCommand implements Callable<Integer> {

  @Option(names = "--port", defaultValue = "5555", description = "Where adb connects (5555).")
  private int port;

  @Option(names = "--profile", defaultValue = "phone", description = "phone or tv (phone).")
  private Profile profile;

  @Mixin private ControlOption control;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (VirtualAndroid device = VirtualAndroid.start(profile, port)) {
      control.serve(
          profile.name().toLowerCase(Locale.ROOT) + ": " + device.serial(), new Controls(device));
    }
    return 0;
  }

  /** What the control port does with a device. */
  public record Controls(VirtualAndroid device) implements ControlServer.Controls {

    @Override
    public String state() {
      ScreenFacts screen = device.screen();
      return String.join(
          "\n",
          "serial=" + device.serial(),
          "powered=" + device.powered(),
          "page=" + screen.page(),
          "package=" + screen.packageName(),
          "field=" + screen.field(),
          "focus=" + screen.focus(),
          "inputs=" + device.inputCount(),
          "faults=" + String.join(",", device.faults().stream().map(Fault::name).toList()));
    }

    @Override
    public String control(String verb, Map<String, String> parameters) {
      switch (verb) {
        case "fault" -> device.fault(fault(parameters.getOrDefault("name", "")));
        case "slow" -> device.slow(Duration.ofMillis(millis(parameters.get("ms"))));
        case "clear" -> device.clearFaults();
        case "power" -> device.power(Boolean.parseBoolean(parameters.get("on")));
        default -> throw new IllegalArgumentException("fault, slow, clear or power, not " + verb);
      }
      return verb;
    }

    private static Fault fault(String name) {
      return Arrays.stream(Fault.values())
          .filter(fault -> fault.name().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("name is one of " + names()));
    }

    private static String names() {
      return Arrays.stream(Fault.values())
          .map(fault -> fault.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }

    private static long millis(String text) {
      if (text == null || !text.matches("\\d{1,6}")) {
        throw new IllegalArgumentException("ms is a number of milliseconds");
      }
      return Long.parseLong(text);
    }
  }
}
