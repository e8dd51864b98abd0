package com.virtualpytest.host.store.internal.database;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables that the host writes and that clients can read. */
public enum Table {
  /** The machine, read by dashboards of the server. */
  SYSTEM_METRICS(
      "public",
      "timestamp",
      true,
      "id:uuid host_name timestamp:time cpu_percent:number=0 memory_percent:number=0"
          + " memory_used_gb:number=0 memory_total_gb:number=0 disk_percent:number=0"
          + " disk_used_gb:number=0 disk_total_gb:number=0 uptime_seconds:number=0 platform"
          + " architecture ffmpeg_status:json monitor_status:json"
          + " ffmpeg_service_uptime_seconds:number=0"
          + " monitor_service_uptime_seconds:number=0 cpu_temperature_celsius:number"
          + " load_average_1m:number load_average_5m:number load_average_15m:number"
          + " download_mbps:number upload_mbps:number speedtest_last_run:time"
          + " speedtest_age_seconds:number disk_write_mb_per_sec:number=0"),

  /** The devices with pictures, read by the same. */
  SYSTEM_DEVICE_METRICS(
      "public",
      "timestamp",
      true,
      "id:uuid host_name device_id device_name device_port device_model"
          + " cpu_percent:number=0 memory_percent:number=0 memory_used_gb:number=0"
          + " memory_total_gb:number=0 disk_percent:number=0 disk_used_gb:number=0"
          + " disk_total_gb:number=0 uptime_seconds:number=0 platform architecture"
          + " ffmpeg_status=unknown ffmpeg_uptime_seconds:number=0"
          + " ffmpeg_last_activity:time monitor_status=unknown"
          + " monitor_uptime_seconds:number=0 monitor_last_activity:time timestamp:time"
          + " capture_folder video_device cpu_temperature_celsius:number"
          + " load_average_1m:number load_average_5m:number load_average_15m:number"
          + " disk_usage_capture"),

  /** What was wrong with the pictures of a device, read by the same. Kept for ever. */
  SYSTEM_INCIDENT(
      "public",
      "detected_at",
      false,
      "incident_uuid:uuid host_name device_id device_name capture_folder component"
          + " incident_type severity status detected_at:time resolved_at:time"
          + " total_duration_minutes:number description resolution_notes"),

  /** Every command that a device was sent. */
  COMMAND_LOG(
      "device_host",
      "timestamp",
      true,
      "id:uuid host_name seq:number timestamp:time who device_id driver command"
          + " params:json outcome message wait_ms:number ms:number"),

  /** What the host's events told. */
  HOST_EVENT(
      "device_host",
      "timestamp",
      true,
      "id:uuid host_name seq:number timestamp:time topic device_id details:json");

  private final String schema;
  private final String time;
  private final boolean ages;

  @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
  private final List<Column> columns;

  Table(String schema, String time, boolean ages, String columns) {
    this.schema = schema;
    this.time = time;
    this.ages = ages;
    this.columns = Arrays.stream(columns.split(" ")).map(Column::of).toList();
  }

  /** The table of that name. */
  public static Optional<Table> named(String name) {
    return Arrays.stream(values()).filter(table -> table.wireName().equals(name)).findFirst();
  }

  /** Its name without the schema. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The schema that it is in. */
  public String schema() {
    return schema;
  }

  /** Its name in a statement. */
  String qualified() {
    return schema + "." + wireName();
  }

  /** The column by which rows are ordered and grow old. */
  String time() {
    return time;
  }

  /** Whether old rows are deleted. */
  boolean ages() {
    return ages;
  }

  /** What the host writes, and what clients can ask for. */
  List<Column> columns() {
    return columns;
  }
}
