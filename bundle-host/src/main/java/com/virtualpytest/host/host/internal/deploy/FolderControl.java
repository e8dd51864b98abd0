package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.deploy.BundleStore.Remembered;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows wishes by changing the drop-in folder of the data folder. */
final class FolderControl implements BundleControl {
  private static final Logger LOG = LoggerFactory.getLogger(FolderControl.class);

  private final Path folder;
  private final BundleStore store;
  private final JarInspector inspector;
  private final Deployment deployment;
  private final History history;
  private final Clock clock;

  FolderControl(
      Path folder,
      BundleStore store,
      JarInspector inspector,
      Deployment deployment,
      History history,
      Clock clock) {
    this.folder = folder;
    this.store = store;
    this.inspector = inspector;
    this.deployment = deployment;
    this.history = history;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<SwapRecord> install(InputStream jar, String by)
      throws RefusedException, IOException {
    Path temporary = temporary();
    try {
      receive(jar, temporary);
      return install(temporary, by);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path temporary() throws RefusedException {
    try {
      return store.temporary();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** What fails at the sender is not taken for what fails here. */
  private static void receive(InputStream jar, Path target) throws IOException, RefusedException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(target)) {
      for (int n = jar.read(buffer); n >= 0; n = jar.read(buffer)) {
        write(out, buffer, n);
      }
    }
  }

  private static void write(OutputStream out, byte[] buffer, int count) throws RefusedException {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public CompletableFuture<SwapRecord> install(Path jar, String by) throws RefusedException {
    try {
      inspector.checkSize(Files.size(jar));
      String name = inspector.facts(jar).name();
      inspector.checkContent(jar);
      inspector.checkSigner(jar, Folder.DATA);
      return put(jar, name, new Wanted(BundleStore.hash(jar), false, by));
    } catch (DeployException e) {
      throw refused(e.problem());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public CompletableFuture<SwapRecord> rollback(String name, String by) throws RefusedException {
    String previous = remembered(name).map(Remembered::previous).orElse(null);
    Optional<Path> copy = previous == null ? Optional.empty() : store.find(previous);
    if (copy.isEmpty()) {
      throw new RefusedException(
          ErrorCode.NOT_FOUND, "Nothing has served before the present " + name, null);
    }
    Wanted wanted = new Wanted(previous, true, by);
    try {
      if (inInstallation(name, previous)) {
        return delete(files(name), name, wanted);
      }
      inspector.checkSigner(copy.get(), Folder.DATA);
      return put(copy.get(), name, wanted);
    } catch (DeployException e) {
      throw refused(e.problem());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public Map<String, String> previous() {
    Map<String, String> labels = new TreeMap<>();
    for (Remembered bundle : store.remembered()) {
      Optional.ofNullable(bundle.previous())
          .flatMap(store::find)
          .flatMap(this::version)
          .ifPresent(version -> labels.put(bundle.name(), label(version, bundle.previous())));
    }
    return labels;
  }

  private Optional<String> version(Path jar) {
    try {
      return Optional.of(inspector.facts(jar).version().toString());
    } catch (DeployException e) {
      LOG.debug("A kept copy cannot be read", e);
      return Optional.empty();
    }
  }

  @Override
  public CompletableFuture<SwapRecord> remove(String name, String by) throws RefusedException {
    List<BundleRecord> files = files(name);
    if (files.isEmpty()) {
      boolean installed = records(name, Folder.INSTALLATION).findAny().isPresent();
      throw installed
          ? new RefusedException(
              ErrorCode.CONFLICT,
              name + " lies in the installation, which the host only reads",
              "Delete it from the deploy folder of the installation")
          : new RefusedException(
              ErrorCode.NOT_FOUND,
              "No file of " + name + " lies in the drop-in folder of HOST_DATA_DIR",
              null);
    }
    try {
      CompletableFuture<SwapRecord> result = delete(files, name, new Wanted(null, false, by));
      if (files.stream().noneMatch(FolderControl::runs)) {
        result.complete(
            new SwapRecord(
                name, clock.instant(), null, null, by, "removed", 0, 0, 0, "It did not serve"));
      }
      return result;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** What is to become of a bundle; see {@link History#expect}. */
  private record Wanted(String hash, boolean back, String by) {}

  private CompletableFuture<SwapRecord> delete(List<BundleRecord> files, String name, Wanted wanted)
      throws IOException, RefusedException {
    CompletableFuture<SwapRecord> result = expect(name, wanted);
    try {
      for (BundleRecord file : files) {
        Files.deleteIfExists(folder.resolve(file.file()));
      }
      return result;
    } catch (IOException e) {
      result.cancel(false);
      throw e;
    }
  }

  private CompletableFuture<SwapRecord> put(Path jar, String name, Wanted wanted)
      throws IOException, RefusedException {
    Optional<BundleRecord> serving =
        deployment.bundles().stream()
            .filter(record -> record.name().equals(name) && runs(record))
            .findFirst();
    if (serving.filter(record -> wanted.hash().equals(record.hash())).isPresent()) {
      String label = label(serving.get().version(), wanted.hash());
      return CompletableFuture.completedFuture(
          new SwapRecord(
              name,
              clock.instant(),
              label,
              label,
              wanted.by(),
              "unchanged",
              0,
              0,
              0,
              "It serves already"));
    }
    CompletableFuture<SwapRecord> result = expect(name, wanted);
    Path target = folder.resolve(fileOf(name));
    try {
      place(jar, target);
    } catch (IOException e) {
      result.cancel(false);
      throw e;
    }
    return result.thenApply(record -> undoUnlessServing(record, target, wanted, serving));
  }

  private CompletableFuture<SwapRecord> expect(String name, Wanted wanted) throws RefusedException {
    return history
        .expect(name, wanted.hash(), wanted.back(), wanted.by())
        .orElseThrow(
            () ->
                new RefusedException(
                    ErrorCode.CONFLICT,
                    "Another change of " + name + " is under way",
                    "Wait until it is done"));
  }

  private void place(Path jar, Path target) throws IOException {
    Path temporary = folder.resolve("." + target.getFileName() + ".tmp");
    BundleStore.createPrivate(folder);
    try {
      Files.copy(jar, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The folder then tells what serves, and the next start does not try again what has failed. */
  private SwapRecord undoUnlessServing(
      SwapRecord record, Path target, Wanted wanted, Optional<BundleRecord> before) {
    if (!record.result().equals(SwapRecord.KEPT_OLD)) {
      return record;
    }
    try {
      if (Files.exists(target) && BundleStore.hash(target).equals(wanted.hash())) {
        Optional<Path> old =
            before
                .filter(one -> one.folder().equals(Folder.DATA.wireName()))
                .flatMap(one -> store.find(one.hash()));
        if (old.isPresent()) {
          place(old.get(), target);
        } else {
          Files.delete(target);
        }
      }
    } catch (IOException e) {
      LOG.warn("{} does not serve and cannot be taken out", target.getFileName(), e);
    }
    return record;
  }

  private static boolean runs(BundleRecord record) {
    return switch (record.state()) {
      case READY, DEGRADED, STOPPED -> true;
      default -> false;
    };
  }

  private Optional<Remembered> remembered(String name) {
    return store.remembered().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private boolean inInstallation(String name, String hash) {
    return records(name, Folder.INSTALLATION).anyMatch(record -> hash.equals(record.hash()));
  }

  private List<BundleRecord> files(String name) {
    return records(name, Folder.DATA).toList();
  }

  private Stream<BundleRecord> records(String name, Folder where) {
    return deployment.bundles().stream()
        .filter(record -> record.name().equals(name))
        .filter(record -> record.folder().equals(where.wireName()));
  }

  /** The file that stands for the bundle now, or a new one. */
  private String fileOf(String name) {
    return records(name, Folder.DATA).map(BundleRecord::file).findFirst().orElse(name + ".jar");
  }

  private static String label(String version, String hash) {
    return version + " (" + hash.substring(0, 8) + ")";
  }

  private static RefusedException refused(Problem problem) {
    ErrorCode code =
        switch (problem.kind()) {
          case UNTRUSTED -> ErrorCode.FORBIDDEN;
          case STORAGE -> ErrorCode.UNAVAILABLE;
          default -> ErrorCode.BAD_REQUEST;
        };
    return new RefusedException(code, problem.detail(), problem.hint());
  }

  private static RefusedException unwritable(IOException cause) {
    RefusedException refused =
        new RefusedException(
            ErrorCode.UNAVAILABLE,
            "The drop-in folder of HOST_DATA_DIR cannot be written",
            "Make room there");
    refused.initCause(cause);
    return refused;
  }
}
