package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.text.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Bundles and what was done to them, for people who read a terminal. */
final class BundleTables {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private BundleTables() {}

  static String bundles(List<BundlesResource.Item> bundles) {
    Table table = new Table("NAME", "VERSION", "STATE", "FOR", "FOLDER", "ROLLBACK TO", "");
    for (BundlesResource.Item one : bundles) {
      table.row(
          one.name(),
          one.version(),
          one.state(),
          Table.age(Instant.parse(one.since())),
          one.folder(),
          one.previous(),
          Table.reason(one.detail(), one.hint()));
    }
    return table.toString();
  }

  static String history(List<SwapRecord> records) {
    Table table = new Table("AT", "NAME", "RESULT", "FROM", "TO", "BY", "MS", "");
    for (SwapRecord one : records) {
      table.row(
          AT.format(one.at()),
          one.name(),
          one.result(),
          one.from(),
          one.to(),
          one.by(),
          String.valueOf(one.ms()),
          Table.reason(one.detail(), null));
    }
    return table.toString();
  }
}
