package com.virtualpytest.host.store.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.store.internal.spool.Row.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolsTest {
  private static final long LIMIT = 40_000;

  @TempDir Path folder;

  @Test
  void aFullSpoolGivesUpTheOldestMetricsAndNoCommandOrIncident() throws Exception {
    try (Spools spools = Spools.open(folder, LIMIT)) {
      for (int i = 0; i < 400; i++) {
        spools.append(
            List.of(
                row(Kind.COMMAND, i),
                row(Kind.INCIDENT_OPENED, i),
                row(Kind.EVENT, i),
                row(Kind.MACHINE, i)));
      }
      List<Row> left = drain(spools);

      assertThat(numbers(left, Kind.COMMAND)).hasSize(400).isSorted();
      assertThat(numbers(left, Kind.INCIDENT_OPENED)).hasSize(400).isSorted();
      assertThat(numbers(left, Kind.MACHINE).size()).isLessThan(400);
      assertThat(spools.dropped()).isEqualTo(1600 - left.size());
    }
  }

  @Test
  void theNewestMetricsAreTheOnesThatStay() throws Exception {
    try (Spools spools = Spools.open(folder, LIMIT)) {
      for (int i = 0; i < 1000; i++) {
        spools.append(List.of(row(Kind.MACHINE, i)));
      }
      List<Integer> left = numbers(drain(spools), Kind.MACHINE);

      assertThat(spools.dropped()).isPositive();
      assertThat(left).isSorted().hasSizeGreaterThan(100).last().isEqualTo(999);
    }
  }

  @Test
  void whatIsTakenInIsOnDiskAfterTheEnd() throws Exception {
    try (Spools spools = Spools.open(folder, 1 << 20)) {
      Intake intake = new Intake(spools, () -> {});
      for (int i = 0; i < 1500; i++) {
        intake.add(row(Kind.COMMAND, i));
      }
      intake.close();
      await().atMost(Duration.ofSeconds(30)).until(() -> intake.waiting() == 0);
    }

    try (Spools again = Spools.open(folder, 1 << 20)) {
      List<Integer> found = numbers(drain(again), Kind.COMMAND);
      assertThat(found).hasSize(1500).isSorted();
    }
  }

  private static Row row(Kind kind, int number) {
    return Row.of(kind, Map.of("n", number, "text", "some text with a line feed \n in it"));
  }

  private static List<Integer> numbers(List<Row> rows, Kind kind) {
    return rows.stream()
        .filter(row -> row.kind() == kind)
        .map(row -> (Integer) row.values().get("n"))
        .toList();
  }

  private static List<Row> drain(Spools spools) throws Exception {
    List<Row> found = new ArrayList<>();
    for (Spools.Batch batch = spools.read(100); batch.lines() != null; batch = spools.read(100)) {
      found.addAll(batch.rows());
      batch.acknowledge();
    }
    return found;
  }
}
