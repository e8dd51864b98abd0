package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** {@code BUNDLE_TRUSTED_CERTS}: a host that cannot tell whom it trusts does not start. */
final class CertificateFiles {
  private CertificateFiles() {}

  /**
   * Reads the files that a list names.
   *
   * @return the list with absolute paths
   * @throws StartException naming the file that cannot be read or holds no certificate
   */
  static String check(String list, Path workingFolder) throws StartException {
    List<String> files = new ArrayList<>();
    for (String name : list.split(",")) {
      if (!name.isBlank()) {
        files.add(absolute(name.strip(), workingFolder));
      }
    }
    if (files.isEmpty()) {
      throw wrong(list, null);
    }
    return String.join(",", files);
  }

  private static String absolute(String name, Path workingFolder) throws StartException {
    try {
      Path file = workingFolder.resolve(name).toAbsolutePath().normalize();
      try (InputStream in = Files.newInputStream(file)) {
        if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
          throw wrong(name, null);
        }
      }
      return file.toString();
    } catch (IOException | InvalidPathException | CertificateException e) {
      throw wrong(name, e);
    }
  }

  private static StartException wrong(String name, Exception cause) {
    return new StartException(
        ExitCode.SETTING,
        "BUNDLE_TRUSTED_CERTS must name files with certificates (PEM), was " + Settings.shown(name),
        cause);
  }
}
