package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.deploy.BundleStore.Remembered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Follows wishes by changing the drop-in folder of the data folder. */
final class FolderControl implements BundleControl {

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
  public CompletableFuture<SwapRecord> install(Path jar, String by) throws RefusedException {
    try {
      inspector.checkSize(Files.size(jar));
      String name = inspector.facts(jar).name();
      inspector.checkContent(jar);
      return put(jar, name, BundleStore.hash(jar), by);
    } catch (DeployException e) {
      throw new RefusedException(e.problem().detail(), e.problem().hint());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public CompletableFuture<SwapRecord> rollback(String name, String by) throws RefusedException {
    String previous =
        store.remembered().stream()
            .filter(one -> one.name().equals(name))
            .map(Remembered::previous)
            .findFirst()
            .orElse(null);
    Optional<Path> copy = previous == null ? Optional.empty() : store.find(previous);
    if (copy.isEmpty()) {
      throw new RefusedException("Nothing has served before the present " + name, null);
    }
    try {
      return put(copy.get(), name, previous, by);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public CompletableFuture<SwapRecord> remove(String name, String by) throws RefusedException {
    List<Path> files =
        deployment.bundles().stream()
            .filter(record -> record.name().equals(name))
            .filter(record -> record.folder().equals(Folder.DATA.wireName()))
            .map(record -> folder.resolve(record.file()))
            .toList();
    if (files.isEmpty()) {
      throw new RefusedException(
          "No file of " + name + " lies in the drop-in folder of HOST_DATA_DIR", null);
    }
    CompletableFuture<SwapRecord> result = history.expect(name, by);
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      return result;
    } catch (IOException e) {
      result.cancel(false);
      throw unwritable(e);
    }
  }

  private CompletableFuture<SwapRecord> put(Path jar, String name, String hash, String by)
      throws IOException {
    Optional<BundleRecord> present =
        deployment.bundles().stream()
            .filter(record -> hash.equals(record.hash()) && serves(record))
            .findFirst();
    if (present.isPresent()) {
      String label = present.get().version() + " (" + hash.substring(0, 8) + ")";
      return CompletableFuture.completedFuture(
          new SwapRecord(
              name, clock.instant(), label, label, by, "unchanged", 0, 0, 0, "It serves already"));
    }
    CompletableFuture<SwapRecord> result = history.expect(hash, by);
    Path target = folder.resolve(fileOf(name));
    Path temporary = folder.resolve("." + hash + ".tmp");
    BundleStore.createPrivate(folder);
    try {
      Files.copy(jar, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      result.cancel(false);
      throw e;
    } finally {
      Files.deleteIfExists(temporary);
    }
    return result;
  }

  private static boolean serves(BundleRecord record) {
    return record.state() == State.READY || record.state() == State.DEGRADED;
  }

  /** The file that stands for the bundle now, or a new one. */
  private String fileOf(String name) {
    return deployment.bundles().stream()
        .filter(record -> record.name().equals(name))
        .filter(record -> record.folder().equals(Folder.DATA.wireName()))
        .map(BundleRecord::file)
        .findFirst()
        .orElse(name + ".jar");
  }

  private static RefusedException unwritable(IOException cause) {
    RefusedException refused =
        new RefusedException(
            "The drop-in folder of HOST_DATA_DIR cannot be written", "Make room there");
    refused.initCause(cause);
    return refused;
  }
}
