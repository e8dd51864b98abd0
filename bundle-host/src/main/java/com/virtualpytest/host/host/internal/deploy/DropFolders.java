package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.FolderScan.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drop-in folders as they are found, look by look. Used by one thread, but for {@link #at}. */
final class DropFolders {
  private static final Logger LOG = LoggerFactory.getLogger(DropFolders.class);

  private final Map<Folder, Path> paths;
  private final List<FolderScan> scans;
  private boolean dataFolderUsable = true;
  private boolean somethingNew;
  private boolean moved;
  private int files;

  DropFolders(Map<Folder, Path> paths) {
    this.paths = Map.copyOf(paths);
    this.scans =
        paths.entrySet().stream().map(e -> new FolderScan(e.getKey(), e.getValue())).toList();
  }

  /** Where a folder is. */
  Path at(Folder folder) {
    return paths.get(folder);
  }

  /** What lies in the folders now. The one in HOST_DATA_DIR is made when it is not there. */
  List<Seen> look(Instant now) {
    createDataFolder();
    List<Seen> seen = scans.stream().flatMap(scan -> scan.poll(now).stream()).toList();
    somethingNew = seen.stream().anyMatch(one -> one.polls() == 1 && !one.old());
    moved = somethingNew || seen.size() != files;
    files = seen.size();
    return seen;
  }

  /** True when the last look has seen a file for the first time, or changed. */
  boolean somethingNew() {
    return somethingNew;
  }

  /** True when files have come, changed or gone between the last two looks. */
  boolean moved() {
    return moved;
  }

  private void createDataFolder() {
    Path folder = at(Folder.DATA);
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      BundleStore.createPrivate(folder);
      dataFolderUsable = true;
    } catch (IOException e) {
      if (dataFolderUsable) {
        LOG.warn("The drop-in folder in HOST_DATA_DIR cannot be made", e);
      }
      dataFolderUsable = false;
    }
  }
}
