package com.virtualpytest.host.simulators.android.device;

/**
 * An installed package.
 *
 * @param name {@code com.android.settings}
 * @param label what the launcher writes under its icon
 * @param activity what the launcher starts, whole or from its dot on; "" if it has none
 * @param color of the icon, 0xRRGGBB
 * @param system part of the system, so that it cannot be removed
 * @param version {@code versionName}
 * @param kind what it shows
 */
public record App(
    String name,
    String label,
    String activity,
    int color,
    boolean system,
    String version,
    Kind kind) {

  /** What an app shows. */
  public enum Kind {
    /** A long list with pages behind it. */
    SETTINGS,
    /** A field, and what was written into it. */
    NOTES,
    /** An address, a page with links. */
    BROWSER,
    /** Channels and a playing picture. */
    PLAYER,
    /** Its name and a button that counts. */
    PLAIN,
    /** Nothing: a service. */
    NONE
  }

  /** As {@code am} writes it: {@code com.android.settings/.Settings}. */
  public String component() {
    return name + "/" + activity;
  }

  /** Whether {@code am start -n name/activity} means it. */
  public boolean hasActivity(String other) {
    return !activity.isEmpty() && whole(activity).equals(whole(other));
  }

  private String whole(String written) {
    return written.startsWith(".") ? name + written : written;
  }
}
