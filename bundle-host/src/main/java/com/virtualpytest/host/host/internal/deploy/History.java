package com.virtualpytest.host.host.internal.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.virtualpytest.host.host.internal.deploy.Replacement.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last changes of drop-in bundles, kept over restarts. Written by the deployer's thread, read
 * by any.
 */
final class History {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final int KEPT = 200;
  private static final String FILES = "file";
  private static final String KEPT_OLD = "kept";

  private final Path file;
  private final Clock clock;
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Who brought a content, and who waits for what becomes of it; by hash, or name when removed. */
  private final Map<String, Wish> wishes = new ConcurrentHashMap<>();

  private volatile List<SwapRecord> records = List.of();

  private record Wish(String by, CompletableFuture<SwapRecord> result) {}

  History(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Goes on from what an earlier run wrote. */
  void open() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      records =
          List.copyOf(json.readValue(file.toFile(), new TypeReference<List<SwapRecord>>() {}));
    } catch (IOException e) {
      LOG.warn("The history of the drop-in bundles cannot be read; it begins anew", e);
    }
  }

  /** Newest first. Immutable. */
  List<SwapRecord> records() {
    return records;
  }

  /**
   * Somebody wants a content to serve, or a bundle to go.
   *
   * @param key the content's hash, or the bundle's name
   * @return completed with what became of it
   */
  CompletableFuture<SwapRecord> expect(String key, String by) {
    Wish wish = new Wish(by, new CompletableFuture<>());
    wishes.put(key, wish);
    wish.result().whenComplete((record, error) -> wishes.remove(key, wish));
    return wish.result();
  }

  void replaced(Generation before, Candidate next, Outcome outcome, Instant began) {
    boolean done = outcome.serves(next);
    String result = KEPT_OLD;
    if (done) {
      boolean lower = before != null && next.version().compareTo(before.candidate().version()) < 0;
      result = before == null ? "installed" : lower ? "downgraded" : "updated";
    }
    String detail = outcome.trouble().map(Problem::detail).orElse(null);
    if (detail == null && !outcome.missing().isEmpty()) {
      detail = "No longer served: " + String.join(", ", outcome.missing());
    }
    add(
        next.hash(),
        new SwapRecord(
            next.name(),
            began,
            label(before == null ? null : before.candidate()),
            label(next),
            by(next.hash()),
            result,
            Duration.between(began, clock.instant()).toMillis(),
            outcome.parked().requests(),
            outcome.parked().longest().toMillis(),
            detail));
  }

  /** A content was not even tried. */
  void refused(Generation before, Candidate next, Problem why) {
    replaced(before, next, Outcome.failed(before, why), clock.instant());
  }

  void removed(Candidate last, Outcome outcome, Instant began) {
    add(
        last.name(),
        new SwapRecord(
            last.name(),
            began,
            label(last),
            null,
            by(last.name()),
            "removed",
            Duration.between(began, clock.instant()).toMillis(),
            0,
            0,
            outcome.trouble().map(Problem::detail).orElse(null)));
  }

  private String by(String key) {
    Wish wish = wishes.get(key);
    return wish == null ? FILES : wish.by();
  }

  private static String label(Candidate candidate) {
    return candidate == null ? null : candidate.version() + " (" + candidate.shortHash() + ")";
  }

  private void add(String key, SwapRecord record) {
    Wish wish = wishes.get(key);
    if (wish != null) {
      wish.result().complete(record);
    }
    if (records.stream().findFirst().filter(last -> again(last, record)).isPresent()) {
      return; // tried again and again, as with a full disk
    }
    List<SwapRecord> next = new ArrayList<>();
    next.add(record);
    next.addAll(records.subList(0, Math.min(records.size(), KEPT - 1)));
    records = List.copyOf(next);
    if (record.result().equals(KEPT_OLD)) {
      LOG.warn("{}", record.line());
    } else {
      LOG.info("{}", record.line());
    }
    save();
  }

  private static boolean again(SwapRecord last, SwapRecord record) {
    return record.result().equals(KEPT_OLD)
        && last.result().equals(KEPT_OLD)
        && last.name().equals(record.name())
        && Objects.equals(last.to(), record.to())
        && Objects.equals(last.detail(), record.detail());
  }

  private void save() {
    Path temporary = file.resolveSibling(".history.tmp");
    try {
      json.writeValue(temporary.toFile(), records);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.debug("The history of the drop-in bundles cannot be written", e);
    }
  }
}
