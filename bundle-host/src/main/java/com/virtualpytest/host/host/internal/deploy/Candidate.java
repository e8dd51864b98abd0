package com.virtualpytest.host.host.internal.deploy;

import java.nio.file.Path;
import java.util.Objects;
import org.osgi.framework.Version;

/**
 * A jar whose content was checked and copied: what could serve.
 *
 * @param name the bundle's symbolic name
 * @param version the bundle's version; says nothing about identity
 * @param hash SHA-256 of the content in lower-case hex: the identity
 * @param jar the private copy, which nobody else writes to
 * @param folder the drop-in folder it came from
 * @param file the name that the file has there
 */
record Candidate(String name, Version version, String hash, Path jar, Folder folder, String file) {

  Candidate {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(jar, "jar");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(file, "file");
  }

  /** Name, version and the beginning of the hash, for log lines and reports. */
  String label() {
    return name + " " + version + " (" + shortHash() + ")";
  }

  String shortHash() {
    return hash.substring(0, 8);
  }
}
