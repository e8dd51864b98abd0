package com.virtualpytest.host.simulators.android.device;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.ui.Ui;
import java.time.Clock;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All that one virtual device holds. Its parts are safe for any thread. */
public final class Device {

  private final Profile profile;
  private final Files files;
  private final SystemLog log;
  private final History history = new History();
  private final NavigableMap<String, String> properties = new ConcurrentSkipListMap<>();
  private final Ui ui;

  /** A fresh one that has just booted. */
  public Device(Profile profile, Clock clock) {
    this.profile = profile;
    this.files = new Files(clock);
    this.log = new SystemLog(clock);
    this.ui = new Ui(profile);
    properties.put("ro.product.name", profile.product());
    properties.put("ro.product.model", profile.model());
    properties.put("ro.product.device", profile.device());
    properties.put("ro.product.manufacturer", "Virtual");
    properties.put("ro.product.brand", "virtual");
    properties.put("ro.build.version.release", "13");
    properties.put("ro.build.version.sdk", "33");
    properties.put("sys.boot_completed", "1");
  }

  /** Which kind it is. */
  public Profile profile() {
    return profile;
  }

  /** Its files. */
  public Files files() {
    return files;
  }

  /** Its log. */
  public SystemLog log() {
    return log;
  }

  /** What was done with it. */
  public History history() {
    return history;
  }

  /** What {@code getprop} shows. */
  public NavigableMap<String, String> properties() {
    return properties;
  }

  /** Its screen. */
  public Ui ui() {
    return ui;
  }

  /** What an interactive shell shows before each line. */
  public String prompt() {
    return profile.device() + ":/ $ ";
  }
}
