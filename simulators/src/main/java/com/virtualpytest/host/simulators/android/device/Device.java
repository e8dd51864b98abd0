package com.virtualpytest.host.simulators.android.device;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.ui.Ui;
import java.time.Clock;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;

/** All that one virtual device holds. Its parts are safe for any thread. */
public final class Device {

  private final Profile profile;
  private final Files files;
  private final SystemLog log;
  private final History history = new History();
  private final NavigableMap<String, String> properties = new ConcurrentSkipListMap<>();
  private final Map<String, String> settings = new ConcurrentSkipListMap<>();
  private final Packages packages;
  private final Ui ui;
  private volatile Runnable reboot = () -> {};

  /** A fresh one that has just booted. */
  public Device(Profile profile, Clock clock) {
    this.profile = profile;
    this.files = new Files(clock);
    this.log = new SystemLog(clock);
    this.packages = new Packages(profile);
    this.ui = new Ui(profile, packages, log);
    boot();
  }

  /** As fresh from the boot: apps have ended, files and packages stay. */
  public void boot() {
    properties.clear();
    properties.putAll(Properties.of(profile));
    log.clear();
    log.add('I', "boot", "Boot completed");
    ui.power(true);
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

  /** What is installed. */
  public Packages packages() {
    return packages;
  }

  /** What {@code settings} keeps, by {@code namespace/key}. */
  public Map<String, String> settings() {
    return settings;
  }

  /** Says what a reboot is. */
  public void onReboot(Runnable action) {
    reboot = action;
  }

  /** Starts again; whoever asks is interrupted when his connection ends with it. */
  public void reboot() throws InterruptedException {
    reboot.run();
    new CountDownLatch(1).await();
  }

  /** What an interactive shell shows before each line. */
  public String prompt() {
    return profile.device() + ":/ $ ";
  }
}
