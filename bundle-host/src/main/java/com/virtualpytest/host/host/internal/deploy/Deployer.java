package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.deploy.BundleStore.Remembered;
import com.virtualpytest.host.host.internal.deploy.DeploymentListener.Change;
import com.virtualpytest.host.host.internal.deploy.FolderScan.Seen;
import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import com.virtualpytest.host.host.internal.deploy.Replacement.Left;
import com.virtualpytest.host.host.internal.deploy.Replacement.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs follow what lies in the drop-in folders. Each {@link #pass} looks once, acts on
 * what it finds, and publishes the records anew.
 *
 * <p>{@link #pass} and {@link #somethingNew} are called by one thread, the other methods by any.
 */
final class Deployer implements Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  /** Readiness waits no longer than this for files that are still being copied in. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(10);

  /** A generation that has just come or gone is looked after this long. */
  private static final Duration CALM_AFTER = Duration.ofSeconds(5);

  private final DropFolders folders;
  private final boolean strictVersions;
  private final BundleStore store;
  private final DropTable table;
  private final Bundles bundles;
  private final Replacement replacement;
  private final Consumer<Change> listener;
  private final Clock clock;
  private final History history;
  private final JarInspector inspector;

  private final Map<String, Generation> running = new TreeMap<>();
  private final Map<String, Remembered> memory = new TreeMap<>();
  private final Failures failures = new Failures();
  private final Map<String, Left> stranded = new TreeMap<>();
  private final Map<String, SwapRecord> failedNow = new HashMap<>();
  private boolean changed = true;
  private boolean unsaved = true;
  private boolean saveFailed;
  private Instant calmFrom = Instant.MIN;
  private Instant opened;

  private volatile List<BundleRecord> records = List.of();
  private volatile boolean settled;

  /**
   * @param folders the drop-in folders
   * @param strictVersions refuse equal and lower versions of what runs
   * @param store the private copies
   * @param inspector says which jars may be installed
   * @param bundles the framework
   * @param replacement how generations come and go
   * @param listener told of every change, on the deployer's thread
   * @param clock for the times in the records
   */
  Deployer(
      Map<Folder, Path> folders,
      boolean strictVersions,
      BundleStore store,
      JarInspector inspector,
      Bundles bundles,
      Replacement replacement,
      Consumer<Change> listener,
      Clock clock) {
    this.folders = new DropFolders(folders);
    this.strictVersions = strictVersions;
    this.store = store;
    this.inspector = inspector;
    this.table = new DropTable(store, inspector);
    this.bundles = bundles;
    this.replacement = replacement;
    this.listener = listener;
    this.clock = clock;
    this.history = new History(store.historyFile(), clock);
  }

  @Override
  public List<BundleRecord> bundles() {
    return records;
  }

  @Override
  public List<SwapRecord> history() {
    return history.records();
  }

  /** Follows wishes. */
  BundleControl control() {
    return new FolderControl(folders.at(Folder.DATA), store, inspector, this, history, clock);
  }

  @Override
  public boolean settled() {
    return settled;
  }

  /** Goes on from where an earlier run ended. */
  private void open() throws IOException {
    store.open();
    history.open();
    opened = clock.instant();
    for (Remembered bundle : store.remembered()) {
      memory.put(bundle.name(), bundle);
      table.recall(folders.at(bundle.folder()).resolve(bundle.file()), bundle);
    }
    Set<String> current = new HashSet<>();
    memory.values().forEach(bundle -> current.add(bundle.hash()));
    bundles.retain(current);
  }

  /**
   * Looks at both folders and acts on what is there. Interrupted, it begins nothing more; the next
   * run goes on from the folders.
   *
   * @throws IOException when there is no place for private copies; nothing was done then
   */
  void pass() throws IOException {
    if (opened == null) {
      open();
    }
    Instant now = clock.instant();
    List<Seen> seen = folders.look(now);
    if (folders.moved() || changed || unsaved || !settled) {
      calmFrom = now.plus(CALM_AFTER);
    }
    table.update(seen, now);
    Map<String, List<Candidate>> wanted = table.candidates();
    failures.forgetOld(wanted, changed, now);
    changed = false;
    replacement.tidy().forEach(this::strand);
    Set<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(running.keySet());
    for (String name : names) {
      follow(name, wanted.getOrDefault(name, List.of()));
      if (stopping()) {
        return;
      }
    }
    unsaved |= changed;
    if (unsaved) {
      tidy();
    }
    publish();
    history.answer();
    settle();
  }

  private static boolean stopping() {
    return Thread.currentThread().isInterrupted();
  }

  /** True when nothing has happened for a while: what comes next comes with a file. */
  boolean calm() {
    return !calmFrom.isAfter(clock.instant());
  }

  /** True when the last pass has seen a file for the first time, or changed: look again soon. */
  boolean somethingNew() {
    return folders.somethingNew();
  }

  /** Tries what is wanted under one name, the best first, until one serves. */
  private void follow(String name, List<Candidate> wanted) {
    for (Candidate next : recordedFirst(name, wanted)) {
      if (failures.of(next) != null && !history.expects(next)) {
        continue;
      }
      Generation current = running.get(name);
      if (current != null && current.candidate().hash().equals(next.hash())) {
        relabel(current, next);
        return;
      }
      Optional<Problem> problem = objection(next, wanted);
      if (problem.isEmpty() && bringUp(current, next)) {
        return;
      }
      if (problem.isPresent()) {
        failed(next, problem.get(), history.refused(current, next, problem.get()));
      }
      if (stopping()) {
        return;
      }
    }
    if (running.containsKey(name)) {
      remove(running.get(name));
    }
  }

  /**
   * A new run begins with what served last, whatever lies in the folder by now: another content is
   * then tried beside it. So a host that was killed in the middle of an update comes back with the
   * generation that worked.
   */
  private List<Candidate> recordedFirst(String name, List<Candidate> wanted) {
    Remembered last = memory.get(name);
    if (last == null || running.containsKey(name)) {
      return wanted;
    }
    List<Candidate> order = new ArrayList<>(wanted);
    order.sort(Comparator.comparing(candidate -> !candidate.hash().equals(last.hash())));
    return order;
  }

  /** The same content lies in another file now: nothing happens but that the record says so. */
  private void relabel(Generation current, Candidate next) {
    if (!current.candidate().equals(next)) {
      serving(new Generation(next, current.bundleId()), null);
    }
    table.served(next);
  }

  private Optional<Problem> objection(Candidate next, List<Candidate> wanted) {
    if (store.quarantined(next.hash())) {
      return Optional.of(
          new Problem(
              Kind.STUCK,
              "It hung when it last ran",
              "Use another build, or delete bundles/" + next.hash() + ".stuck in HOST_DATA_DIR"));
    }
    Remembered last = memory.get(next.name());
    boolean stillThere =
        last != null && wanted.stream().anyMatch(one -> one.hash().equals(last.hash()));
    boolean other = stillThere && !last.hash().equals(next.hash());
    if (strictVersions && other && !history.expectsBack(next)) {
      if (next.version().compareTo(Version.parseVersion(last.version())) <= 0) {
        return Optional.of(
            new Problem(
                Kind.NOT_NEWER,
                "Version %s is not higher than %s, which is in use"
                    .formatted(next.version(), last.version()),
                "Raise the version, or set BUNDLE_STRICT_VERSIONS=false"));
      }
    }
    return Optional.empty();
  }

  /** Installs or replaces; true when {@code next} serves afterwards. */
  private boolean bringUp(Generation current, Candidate next) {
    Instant begin = clock.instant();
    Outcome outcome =
        current == null ? replacement.install(next) : replacement.replace(current, next);
    SwapRecord swap = history.replaced(current, next, outcome, begin);
    if (!outcome.serves(next)) {
      Problem why = outcome.trouble().orElseThrow();
      failed(next, why, swap);
      if (why.kind() == Kind.STUCK) {
        strand(new Left(next, why));
      }
      afterFailure(current, outcome);
      return false;
    }
    outcome.trouble().ifPresent(problem -> strand(new Left(current.candidate(), problem)));
    serving(outcome.serving(), current);
    table.served(next);
    boolean update = current != null;
    tell(
        update ? DeploymentListener.Kind.UPDATED : DeploymentListener.Kind.INSTALLED,
        BundleRecord.of(next, State.READY, null, null, clock.instant()),
        swap);
    return true;
  }

  private void failed(Candidate next, Problem why, SwapRecord swap) {
    failures.add(next, why, clock.instant());
    failedNow.put(next.hash(), swap);
  }

  private void afterFailure(Generation current, Outcome outcome) {
    if (current == null) {
      return;
    }
    String name = current.candidate().name();
    if (outcome.serving() == null) {
      running.remove(name);
    } else {
      running.put(name, outcome.serving());
    }
  }

  private void serving(Generation generation, Generation before) {
    Candidate now = generation.candidate();
    running.put(now.name(), generation);
    Remembered last = memory.get(now.name());
    String previous = before == null ? null : before.candidate().hash();
    if (previous == null && last != null) {
      previous = last.hash().equals(now.hash()) ? last.previous() : last.hash();
    }
    memory.put(
        now.name(),
        new Remembered(
            now.name(), now.version().toString(), now.hash(), now.folder(), now.file(), previous));
    changed = true;
  }

  private void remove(Generation generation) {
    Instant begin = clock.instant();
    Candidate candidate = generation.candidate();
    Outcome outcome = replacement.remove(generation);
    running.remove(candidate.name());
    memory.remove(candidate.name());
    outcome.trouble().ifPresent(problem -> strand(new Left(candidate, problem)));
    changed = true;
    SwapRecord swap = history.removed(candidate, outcome, begin);
    tell(
        DeploymentListener.Kind.REMOVED,
        BundleRecord.of(candidate, State.STOPPED, null, null, clock.instant()),
        swap);
  }

  /** A generation that should be gone and cannot be: it stays in the report until the restart. */
  private void strand(Left left) {
    stranded.put(left.candidate().hash(), left);
  }

  /**
   * Remembers what runs for the next run of the host, and deletes copies that nobody will want
   * again.
   */
  private void tidy() {
    try {
      store.remember(List.copyOf(memory.values()));
      unsaved = false;
      saveFailed = false;
    } catch (IOException e) {
      if (!saveFailed) {
        LOG.warn("What runs cannot be written down in HOST_DATA_DIR; it is tried again", e);
      }
      saveFailed = true;
    }
    Set<String> keep = new HashSet<>();
    memory.values().forEach(bundle -> keep.add(bundle.hash()));
    memory.values().stream().map(Remembered::previous).forEach(keep::add);
    table.candidates().values().forEach(list -> list.forEach(one -> keep.add(one.hash())));
    store.prune(keep);
  }

  private void settle() {
    boolean waited = Duration.between(opened, clock.instant()).compareTo(SETTLE_LIMIT) > 0;
    if (!settled && (!table.pending() || waited)) {
      Set<String> current = new HashSet<>();
      running.values().forEach(generation -> current.add(generation.candidate().hash()));
      bundles.retain(current);
      unsaved |= memory.keySet().retainAll(table.candidates().keySet());
      settled = true;
    }
  }

  private void publish() {
    List<BundleRecord> before = records;
    List<BundleRecord> next =
        new Report(bundles, clock.instant()).records(running, table, failures, stranded, before);
    records = next;
    for (BundleRecord record : next) {
      if (record.state() == State.FAILED && before.stream().noneMatch(record::saysTheSame)) {
        LOG.warn("bundle file {} does not serve: {}", record.file(), record.detail());
        tell(DeploymentListener.Kind.FAILED, record, failedNow.get(record.hash()));
      }
    }
    failedNow.clear();
  }

  private void tell(DeploymentListener.Kind kind, BundleRecord record, SwapRecord swap) {
    listener.accept(new Change(kind, record, swap));
  }
}
