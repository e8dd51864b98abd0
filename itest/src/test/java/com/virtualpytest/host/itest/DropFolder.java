package com.virtualpytest.host.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder that a host watches for bundles. */
record DropFolder(Path path) {

  /** The drop-in folder of an installation or of a data folder. */
  static DropFolder of(Path home) throws IOException {
    return new DropFolder(Files.createDirectories(home.resolve("deploy")));
  }

  /** Puts a bundle in, in place of the one of the same name. */
  void put(FixtureBundle bundle) throws IOException {
    put(bundle.name() + ".jar", bundle.jar());
  }

  /** As careful programs do: written under another name and renamed when complete. */
  void put(String file, byte[] content) throws IOException {
    Path incomplete = Files.write(path.resolve("." + file + ".part"), content);
    Files.move(incomplete, path.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  void remove(String file) throws IOException {
    Files.delete(path.resolve(file));
  }
}
