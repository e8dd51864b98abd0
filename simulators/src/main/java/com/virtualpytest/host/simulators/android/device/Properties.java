package com.virtualpytest.host.simulators.android.device;

import com.virtualpytest.host.simulators.android.Profile;
import java.util.Map;
import java.util.TreeMap;

/** What {@code getprop} shows on a device that has booted. */
final class Properties {

  private Properties() {}

  static Map<String, String> of(Profile profile) {
    boolean tv = profile == Profile.TV;
    Map<String, String> all = new TreeMap<>();
    all.put("dev.bootcomplete", "1");
    all.put("init.svc.adbd", "running");
    all.put("persist.sys.locale", "en-US");
    all.put("persist.sys.timezone", "UTC");
    all.put("ro.build.characteristics", tv ? "tv" : "default");
    all.put("ro.build.id", "VIRTUAL.1");
    all.put("ro.build.type", "user");
    all.put("ro.build.version.release", "13");
    all.put("ro.build.version.sdk", "33");
    all.put("ro.build.version.security_patch", "2023-01-05");
    all.put(
        "ro.build.fingerprint",
        "virtual/%s/%s:13/VIRTUAL.1/1:user/release-keys"
            .formatted(profile.product(), profile.device()));
    all.put("ro.hardware", "virtual");
    all.put("ro.product.brand", "virtual");
    all.put("ro.product.cpu.abi", "x86_64");
    all.put("ro.product.device", profile.device());
    all.put("ro.product.manufacturer", "Virtual");
    all.put("ro.product.model", profile.model());
    all.put("ro.product.name", profile.product());
    all.put("ro.serialno", tv ? "VTV0001" : "VPHONE0001");
    all.put("ro.sf.lcd_density", Integer.toString(profile.density()));
    all.put("sys.boot_completed", "1");
    return all;
  }
}
