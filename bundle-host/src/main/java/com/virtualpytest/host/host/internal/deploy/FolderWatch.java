package com.virtualpytest.host.host.internal.deploy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells when something happens in folders, as far as the system tells: a network share does not say
 * what other machines do. A folder may come and go. Used by one thread; {@link #close} comes from
 * any.
 */
final class FolderWatch implements AutoCloseable {
  private static final WatchEvent.Kind<?>[] ALL = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final WatchService service;
  private final List<Path> folders;
  private final Map<Path, WatchKey> keys = new HashMap<>();

  /**
   * Begins to watch.
   *
   * @throws IOException the system watches no more for this user
   */
  FolderWatch(Collection<Path> folders) throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
    this.folders = List.copyOf(folders);
  }

  /**
   * Waits until something has happened since the last call.
   *
   * @return false when nothing has, or this is closed
   */
  boolean await(Duration limit) throws InterruptedException {
    try {
      folders.forEach(this::watch);
      WatchKey key = service.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      boolean happened = key != null;
      while (key != null) {
        key.pollEvents();
        key.reset(); // one that is no longer valid is replaced when the folder is back
        key = service.poll();
      }
      return happened;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  private void watch(Path folder) {
    WatchKey key = keys.get(folder);
    if (key == null || !key.isValid()) {
      try {
        keys.put(folder, folder.register(service, ALL));
      } catch (IOException e) {
        keys.remove(folder); // not there now: looked for again with the next call
      }
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
