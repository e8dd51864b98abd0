package com.virtualpytest.host.store.internal;

import com.virtualpytest.host.store.internal.spool.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the pictures of a device come: an incident is opened when they stop and resolved when
 * they are back. After a restart of the host the state before is not known; the database takes care
 * that nothing is opened twice. Used by one thread.
 */
final class Incidents {
  private static final List<String> COMPONENTS = List.of("ffmpeg", "monitor");
  private static final Set<String> NO_FOLDER = Set.of("", "unknown", "null");

  private final Rows rows;
  private final Listener listener;
  private final Map<String, String> last = new HashMap<>();

  /**
   * What is wrong, or is not any more.
   *
   * @param deviceId the device
   * @param folder of the pictures
   * @param component {@code ffmpeg} or {@code monitor}
   * @param state {@code stopped}, {@code stuck} or {@code active}
   */
  record Incident(
      String deviceId, String folder, String deviceName, String component, String state) {
    String severity() {
      return state.equals("stopped") ? "critical" : "high";
    }
  }

  /** Told of what was seen to begin or to end in this run of the host; must not block. */
  @FunctionalInterface
  interface Listener {
    void changed(Incident incident, boolean opened);
  }

  Incidents(Rows rows, Listener listener) {
    this.rows = rows;
    this.listener = listener;
  }

  /** Whether a device has a place for pictures; without one it is not looked at. */
  static boolean watched(Map<String, ?> device) {
    Object folder = device.get("capture_folder");
    return folder != null && !NO_FOLDER.contains(folder.toString());
  }

  /** What is to be written after a device was looked at. */
  List<Row> look(Map<String, ?> device, Instant at) {
    List<Row> news = new ArrayList<>();
    String folder = String.valueOf(device.get("capture_folder"));
    for (String component : COMPONENTS) {
      String state = String.valueOf(device.get(component + "_status"));
      String kind = state.equals("stopped") || state.equals("stuck") ? "bad" : state;
      String before = last.put(folder + "/" + component, kind);
      Incident incident =
          new Incident(
              String.valueOf(device.get("device_id")),
              folder,
              String.valueOf(device.get("device_name")),
              component,
              state);
      if (kind.equals(before)) {
        continue;
      }
      if (kind.equals("bad")) {
        news.add(rows.incidentOpened(incident, at));
        listener.changed(incident, true);
      } else if (kind.equals("active")) {
        news.add(rows.incidentResolved(incident, at));
        if ("bad".equals(before)) {
          listener.changed(incident, false);
        }
      }
    }
    return news;
  }
}
