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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

  /** A swap waits a minute for commands that run, and another for requests in flight. */
  private static final Duration WISH_LIMIT = Duration.ofMinutes(5);

  private final Path file;
  private final Clock clock;
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Who waits for what becomes of a bundle, by its name. */
  private final Map<String, Wish> wishes = new ConcurrentHashMap<>();

  /** To be given once the records are published; of the deployer's thread alone. */
  private final List<Runnable> answers = new ArrayList<>();

  private volatile List<SwapRecord> records = List.of();

  /**
   * What somebody wants to become of a bundle.
   *
   * @param hash of the content that is to serve; null when the bundle is to go
   * @param back whether that content served before
   * @param by who wants it
   */
  record Wish(String hash, boolean back, String by, CompletableFuture<SwapRecord> result) {

    /**
     * Whether this content is what becomes of it; the installation's takes the place of one gone.
     */
    private boolean means(Candidate next) {
      return hash == null
          ? next == null || next.folder() == Folder.INSTALLATION
          : next != null && hash.equals(next.hash());
    }
  }

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
   * Somebody wants something to become of a bundle.
   *
   * @param name of the bundle
   * @param hash of the content that is to serve; null when it is to go
   * @param back whether that content served before
   * @return completed with what became of it; empty when another wish is being followed
   */
  Optional<CompletableFuture<SwapRecord>> expect(
      String name, String hash, boolean back, String by) {
    Wish wish =
        new Wish(
            hash,
            back,
            by,
            new CompletableFuture<SwapRecord>()
                .orTimeout(WISH_LIMIT.toSeconds(), TimeUnit.SECONDS));
    if (wishes.putIfAbsent(name, wish) != null) {
      return Optional.empty();
    }
    wish.result().whenComplete((record, error) -> wishes.remove(name, wish));
    return Optional.of(wish.result());
  }

  /** Whether somebody waits for this content. */
  boolean expects(Candidate next) {
    return wish(next.name(), next).isPresent();
  }

  /** Whether somebody wants to go back to this content. */
  boolean expectsBack(Candidate next) {
    return wish(next.name(), next).filter(Wish::back).isPresent();
  }

  private Optional<Wish> wish(String name, Candidate next) {
    return Optional.ofNullable(wishes.get(name)).filter(wish -> wish.means(next));
  }

  /** An attempt to install or replace has ended. */
  SwapRecord replaced(Generation before, Candidate next, Outcome outcome, Instant began) {
    boolean done = outcome.serves(next);
    String result = SwapRecord.KEPT_OLD;
    if (done) {
      boolean lower = before != null && next.version().compareTo(before.candidate().version()) < 0;
      result = before == null ? "installed" : lower ? "downgraded" : "updated";
    }
    String detail = outcome.trouble().map(Problem::detail).orElse(null);
    if (detail == null && !outcome.missing().isEmpty()) {
      detail = "No longer served: " + String.join(", ", outcome.missing());
    }
    return add(
        next,
        new SwapRecord(
            next.name(),
            began,
            label(before == null ? null : before.candidate()),
            label(next),
            by(next.name(), next),
            result,
            Duration.between(began, clock.instant()).toMillis(),
            outcome.parked().requests(),
            outcome.parked().longest().toMillis(),
            detail));
  }

  /** A content was not even tried. */
  SwapRecord refused(Generation before, Candidate next, Problem why) {
    return replaced(before, next, Outcome.failed(before, why), clock.instant());
  }

  SwapRecord removed(Candidate last, Outcome outcome, Instant began) {
    return add(
        null,
        new SwapRecord(
            last.name(),
            began,
            label(last),
            null,
            by(last.name(), null),
            "removed",
            Duration.between(began, clock.instant()).toMillis(),
            0,
            0,
            outcome.trouble().map(Problem::detail).orElse(null)));
  }

  private String by(String name, Candidate next) {
    return wish(name, next).map(Wish::by).orElse(FILES);
  }

  private static String label(Candidate candidate) {
    return candidate == null ? null : candidate.version() + " (" + candidate.shortHash() + ")";
  }

  /** Tells those who wait. Once the records are published: what they look at then is true. */
  void answer() {
    answers.forEach(Runnable::run);
    answers.clear();
  }

  private SwapRecord add(Candidate next, SwapRecord record) {
    Optional<Wish> wish = wish(record.name(), next);
    keep(record);
    wish.ifPresent(one -> answers.add(() -> one.result().complete(record)));
    return record;
  }

  private void keep(SwapRecord record) {
    if (records.stream()
        .filter(last -> last.name().equals(record.name()))
        .findFirst()
        .filter(last -> again(last, record))
        .isPresent()) {
      return; // tried again and again, as with a full disk
    }
    List<SwapRecord> next = new ArrayList<>();
    next.add(record);
    next.addAll(records.subList(0, Math.min(records.size(), KEPT - 1)));
    records = List.copyOf(next);
    if (record.result().equals(SwapRecord.KEPT_OLD)) {
      LOG.warn("{}", record.line());
    } else {
      LOG.info("{}", record.line());
    }
    save();
  }

  private static boolean again(SwapRecord last, SwapRecord record) {
    return record.result().equals(SwapRecord.KEPT_OLD)
        && last.result().equals(SwapRecord.KEPT_OLD)
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
