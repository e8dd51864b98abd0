package com.virtualpytest.host.host.internal.deploy;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A jar in a drop-in folder, as a look at the folder found it.
 *
 * @param folder where it lies
 * @param path the file
 * @param stamp what its file system says about it
 */
record DropFile(Folder folder, Path path, Stamp stamp) {

  /** The file's name without its folder. */
  String name() {
    return path.getFileName().toString();
  }

  /**
   * What changes when a file is written, replaced or renamed over. Two equal stamps, one poll
   * apart, mean that nobody writes to the file.
   *
   * @param size in bytes
   * @param modified when the content was last written, as the writer says
   * @param changed when the file was last touched at all, as the file system says; equal to {@code
   *     modified} where that is not known
   * @param key the file's identity (inode); null where that is not known
   */
  record Stamp(long size, Instant modified, Instant changed, Object key) {}
}
