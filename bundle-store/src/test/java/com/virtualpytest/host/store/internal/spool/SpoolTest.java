package com.virtualpytest.host.store.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final int SMALL = 64;

  @TempDir Path folder;

  @Test
  void linesComeInTheirOrderOverManyFilesAndGoWhenTheyAreAcknowledged() throws Exception {
    try (Spool spool = Spool.open(folder, SMALL)) {
      add(spool, 0, 100);

      assertThat(spool.lines()).isEqualTo(100);
      assertThat(all(spool)).isEqualTo(names(0, 100));
      assertThat(spool.lines()).isZero();
      assertThat(spool.bytes()).isZero();
      assertThat(files()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void whatWasNotAcknowledgedIsThereAgainAfterAKill() throws Exception {
    Spool killed = Spool.open(folder, SMALL);
    add(killed, 0, 50);
    Spool.Batch first = killed.read(7);
    killed.acknowledge(first);
    Spool.Batch unfinished = killed.read(7);
    assertThat(unfinished.lines()).isNotEmpty();
    int acknowledged = first.lines().size();

    try (Spool spool = Spool.open(folder, SMALL)) {
      assertThat(spool.lines()).isEqualTo(50 - acknowledged);
      add(spool, 50, 60);
      assertThat(all(spool)).isEqualTo(names(acknowledged, 60));
    }
  }

  @Test
  void aNumberThatWasUsedIsNotUsedAgain() throws Exception {
    for (int run = 0; run < 3; run++) {
      try (Spool spool = Spool.open(folder, SMALL)) {
        add(spool, run * 10, run * 10 + 10);
        assertThat(all(spool)).isEqualTo(names(run * 10, run * 10 + 10));
      }
    }
  }

  @Test
  void aLineThatAKillCutInTwoIsLeftOut() throws Exception {
    try (Spool spool = Spool.open(folder, 1 << 20)) {
      add(spool, 0, 3);
    }
    Files.writeString(files().get(0), "line 3 with no end", StandardOpenOption.APPEND);

    try (Spool spool = Spool.open(folder, 1 << 20)) {
      assertThat(spool.lines()).isEqualTo(3);
      add(spool, 4, 6);
      assertThat(all(spool)).containsExactly("line 0", "line 1", "line 2", "line 4", "line 5");
    }
  }

  @Test
  void theOldestFileCanBeGivenUp() throws Exception {
    try (Spool spool = Spool.open(folder, SMALL)) {
      add(spool, 0, 30);
      long lost = spool.dropOldest();

      assertThat(lost).isPositive();
      assertThat(spool.lines()).isEqualTo(30 - lost);
      assertThat(all(spool)).isEqualTo(names((int) lost, 30));
    }
  }

  @Test
  void aBatchWhoseFileWasGivenUpCanStillBeAcknowledged() throws Exception {
    try (Spool spool = Spool.open(folder, SMALL)) {
      add(spool, 0, 30);
      Spool.Batch batch = spool.read(3);
      long lost = spool.dropOldest();
      spool.acknowledge(batch);

      assertThat(all(spool)).isEqualTo(names((int) lost, 30));
    }
  }

  private static void add(Spool spool, int from, int to) throws IOException {
    for (String name : names(from, to)) {
      spool.append(List.of(name.getBytes(UTF_8)));
    }
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
  }

  private static List<String> all(Spool spool) throws IOException {
    List<String> found = new ArrayList<>();
    for (Spool.Batch batch = spool.read(4); !batch.lines().isEmpty(); batch = spool.read(4)) {
      batch.lines().forEach(line -> found.add(new String(line, UTF_8)));
      spool.acknowledge(batch);
    }
    return found;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }
}
