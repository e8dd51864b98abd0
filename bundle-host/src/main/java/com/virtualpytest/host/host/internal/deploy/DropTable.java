package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.BundleStore.Remembered;
import com.virtualpytest.host.host.internal.deploy.FolderScan.Seen;
import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the files in the drop-in folders are worth: for each one its newest valid content, the
 * content that served from it last, and what is wrong with it. Used by the deployer's thread.
 */
final class DropTable {
  private static final Logger LOG = LoggerFactory.getLogger(DropTable.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** How many polls a file that is gone still counts while another one is being copied in. */
  private static final int RENAME_POLLS = 3;

  private final BundleStore store;
  private final JarInspector inspector;
  private final Map<Path, Entry> entries = new TreeMap<>();

  DropTable(BundleStore store, JarInspector inspector) {
    this.store = store;
    this.inspector = inspector;
  }

  /** One file. */
  private static final class Entry {
    DropFile file;
    Candidate newest;
    Candidate served;
    Problem problem;
    Instant retryAt;
    boolean pending;
    int goneFor;

    Stream<Candidate> candidates() {
      return Stream.of(newest, served).filter(Objects::nonNull).distinct();
    }

    /** What it holds now; what it held before when that is of no use. */
    Candidate first() {
      return newest == null ? served : newest;
    }

    void accept(Candidate candidate) {
      retryAt = null;
      newest = candidate;
      problem = null;
      if (served != null && !served.name().equals(candidate.name())) {
        served = null;
      }
    }

    void refuse(Problem why, Instant now) {
      newest = null;
      problem = why;
      retryAt = why.kind() == Kind.STORAGE ? now.plus(RETRY) : null;
    }
  }

  /** A file that is no bundle, and why. */
  record Refused(DropFile file, Problem problem) {}

  /** Lets a content that served in an earlier run stand in until its file has been read. */
  void recall(Path path, Remembered bundle) {
    store
        .find(bundle.hash())
        .filter(jar -> trusted(jar, bundle))
        .ifPresent(
            jar -> {
              Entry entry = entries.computeIfAbsent(path, p -> new Entry());
              entry.served =
                  new Candidate(
                      bundle.name(),
                      Version.parseVersion(bundle.version()),
                      bundle.hash(),
                      jar,
                      bundle.folder(),
                      bundle.file());
            });
  }

  /** Whom the host trusts may have changed since. */
  private boolean trusted(Path jar, Remembered bundle) {
    try {
      inspector.checkSigner(jar, bundle.folder());
      return true;
    } catch (DeployException e) {
      LOG.warn("bundle {} of an earlier run: {}", bundle.name(), e.getMessage());
      return false;
    }
  }

  /** Takes in what a poll of all folders saw. */
  void update(Collection<Seen> seen, Instant now) {
    Map<Path, Seen> present = new HashMap<>();
    seen.forEach(one -> present.put(one.file().path(), one));
    for (Map.Entry<Path, Seen> one : new TreeMap<>(present).entrySet()) {
      update(entries.computeIfAbsent(one.getKey(), p -> new Entry()), one.getValue(), now);
    }
    boolean copying = pending();
    entries
        .entrySet()
        .removeIf(
            one ->
                !present.containsKey(one.getKey())
                    && (!copying || ++one.getValue().goneFor >= RENAME_POLLS));
  }

  private void update(Entry entry, Seen seen, Instant now) {
    entry.goneFor = 0;
    boolean known = entry.file != null && entry.file.stamp().equals(seen.file().stamp());
    boolean again = entry.retryAt != null && !now.isBefore(entry.retryAt);
    if (known && !again) {
      return;
    }
    Path path = seen.file().path();
    entry.pending = !seen.quiet() || (!seen.abandoned() && !JarInspector.opens(path));
    if (!entry.pending) {
      read(entry, seen.file(), now);
    }
  }

  private void read(Entry entry, DropFile file, Instant now) {
    try {
      Candidate candidate = admit(file);
      if (!file.stamp().equals(FolderScan.stamp(file.path()).orElse(null))) {
        entry.pending = true;
        entry.file = null;
        return;
      }
      entry.accept(candidate);
    } catch (DeployException e) {
      LOG.debug("{} is not taken", file.name(), e);
      entry.refuse(e.problem(), now);
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file.name(), e);
      entry.refuse(
          new Problem(Kind.STORAGE, "The file cannot be read", "Check its owner and mode"), now);
    }
    entry.file = file;
  }

  private Candidate admit(DropFile file) throws DeployException, IOException {
    inspector.checkSize(file.stamp().size());
    if (!JarInspector.opens(file.path())) {
      Files.newInputStream(file.path()).close(); // says so when it is only not allowed
      throw JarInspector.broken(null);
    }
    JarInspector.Facts facts = inspector.facts(file.path());
    String hash = BundleStore.hash(file.path());
    Path copy = store.keep(file.path(), hash, inspector::checkContent);
    inspector.checkSigner(copy, file.folder());
    return new Candidate(facts.name(), facts.version(), hash, copy, file.folder(), file.name());
  }

  /** True while a file is being written to, as far as one can tell. */
  boolean pending() {
    return entries.values().stream().anyMatch(entry -> entry.pending);
  }

  /**
   * The contents that could serve under each symbolic name, the best first: the data folder's
   * before the installation's; then the higher version; then the file that served before, so that a
   * second one of the same name changes nothing; then the file name that sorts last. What a file
   * held before comes right after what it holds now.
   */
  Map<String, List<Candidate>> candidates() {
    Map<String, List<Candidate>> byName = new TreeMap<>();
    entries.values().stream()
        .filter(entry -> entry.candidates().findAny().isPresent())
        .sorted(BEST_FIRST)
        .flatMap(Entry::candidates)
        .forEach(c -> byName.computeIfAbsent(c.name(), n -> new ArrayList<>()).add(c));
    return byName;
  }

  private static final Comparator<Entry> BEST_FIRST =
      Comparator.comparing((Entry entry) -> entry.first().folder())
          .thenComparing(entry -> entry.first().version(), Comparator.reverseOrder())
          .thenComparing(entry -> entry.served == null)
          .thenComparing(entry -> entry.first().file(), Comparator.reverseOrder());

  /** Files whose present content is of no use. */
  List<Refused> refused() {
    return entries.values().stream()
        .filter(entry -> entry.problem != null)
        .map(entry -> new Refused(entry.file, entry.problem))
        .toList();
  }

  /** The valid contents that lie in the folders now. */
  List<Candidate> present() {
    return entries.values().stream().map(e -> e.newest).filter(Objects::nonNull).toList();
  }

  /** Notes which content serves, so that its file stands for it until a better one serves. */
  void served(Candidate candidate) {
    entries.values().stream()
        .filter(entry -> entry.candidates().anyMatch(candidate::equals))
        .forEach(entry -> entry.served = candidate);
  }
}
