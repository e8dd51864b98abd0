package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.deploy.DropTable.Refused;
import com.virtualpytest.host.host.internal.deploy.Replacement.Left;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Puts into records what the deployer knows at one instant. */
final class Report {
  private final Bundles bundles;
  private final Instant now;
  private final List<BundleRecord> records = new ArrayList<>();

  Report(Bundles bundles, Instant now) {
    this.bundles = bundles;
    this.now = now;
  }

  /**
   * The records, sorted by name; for one name the generation that serves comes first.
   *
   * @param running what serves, by symbolic name
   * @param table what lies in the folders
   * @param failures why contents do not serve
   * @param stranded what should be gone and is not, by hash
   * @param before the records of the last time, for how long a state has lasted
   */
  List<BundleRecord> records(
      Map<String, Generation> running,
      DropTable table,
      Failures failures,
      Map<String, Left> stranded,
      List<BundleRecord> before) {
    running.values().forEach(this::serving);
    for (Candidate candidate : table.present()) {
      Generation serving = running.get(candidate.name());
      if (serving == null || !serving.candidate().equals(candidate)) {
        Left left = stranded.get(candidate.hash());
        idle(candidate, left == null ? failures.of(candidate) : left.problem(), serving);
      }
    }
    for (Refused refused : table.refused()) {
      add(BundleRecord.refused(refused.file(), refused.problem(), now));
    }
    stranded.values().forEach(this::held);
    return records.stream()
        .map(record -> keepSince(record, before))
        .sorted(Comparator.comparing(BundleRecord::name)) // stable: serving ones stay first
        .toList();
  }

  private void serving(Generation generation) {
    Bundles.Health health = bundles.health(generation);
    add(
        BundleRecord.of(
            generation.candidate(), health.state(), health.detail(), health.hint(), now));
  }

  /** Its file may be gone or hold something else; thread and class loader are still there. */
  private void held(Left left) {
    BundleRecord record = BundleRecord.held(left.candidate(), left.problem(), now);
    if (records.stream().noneMatch(record::sameContent)) {
      records.add(record);
    }
  }

  private void idle(Candidate candidate, Problem problem, Generation serving) {
    if (problem != null) {
      add(BundleRecord.of(candidate, State.FAILED, problem.detail(), problem.hint(), now));
    } else if (serving != null) {
      add(BundleRecord.of(candidate, State.DISABLED, otherFile(candidate, serving), null, now));
    } else {
      add(BundleRecord.of(candidate, State.STARTING, null, null, now));
    }
  }

  private static String otherFile(Candidate candidate, Generation serving) {
    Candidate used = serving.candidate();
    return used.folder() == candidate.folder()
        ? "%s has the same symbolic name and is used".formatted(used.file())
        : "%s in the %s folder has the same symbolic name and is used"
            .formatted(used.file(), used.folder().wireName());
  }

  /** A content is reported once, by the first who knows something of it. */
  private void add(BundleRecord record) {
    if (records.stream().noneMatch(record::sameThing)) {
      records.add(record);
    }
  }

  private static BundleRecord keepSince(BundleRecord record, List<BundleRecord> before) {
    return before.stream()
        .filter(record::sameThing)
        .findFirst()
        .map(record::keepSince)
        .orElse(record);
  }
}
