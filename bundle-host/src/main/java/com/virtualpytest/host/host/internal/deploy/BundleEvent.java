package com.virtualpytest.host.host.internal.deploy;

import java.util.List;

/** A {@link SwapRecord} as clients see it. */
public record BundleEvent(
    String name,
    String at,
    String from,
    String to,
    String by,
    String result,
    long ms,
    int parkedRequests,
    long parkedMs,
    String detail) {

  static BundleEvent of(SwapRecord record) {
    return new BundleEvent(
        record.name(),
        record.at().toString(),
        record.from(),
        record.to(),
        record.by(),
        record.result(),
        record.ms(),
        record.parked(),
        record.parkedMs(),
        record.detail());
  }

  static List<BundleEvent> all(List<SwapRecord> records) {
    return records.stream().map(BundleEvent::of).toList();
  }
}
