package com.virtualpytest.host.camera.internal.storage;

import java.io.IOException;
import java.nio.file.Path;

/** The disks that folders lie on, in bytes. For all threads. */
public interface Disk {

  /**
   * How large the disk of a folder is.
   *
   * @throws IOException it cannot be looked at
   */
  long size(Path folder) throws IOException;

  /** How much of it may still be written; 0 also when it cannot be looked at. */
  long free(Path folder);

  /** The disks of this machine. Asks the folder itself: to look for its mount costs a lot more. */
  static Disk real() {
    return new Disk() {
      @Override
      public long size(Path folder) throws IOException {
        long size = folder.toFile().getTotalSpace();
        if (size == 0) {
          throw new IOException(folder + " is on no disk that tells its size");
        }
        return size;
      }

      @Override
      public long free(Path folder) {
        return folder.toFile().getUsableSpace();
      }
    };
  }
}
