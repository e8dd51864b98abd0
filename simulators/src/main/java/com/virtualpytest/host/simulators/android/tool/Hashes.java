package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** {@code md5sum} and {@code sha256sum}. */
final class Hashes {

  private Hashes() {}

  static int print(Task task, Files files, String algorithm, List<String> names)
      throws IOException {
    int status = 0;
    if (names.isEmpty()) {
      task.print(hash(algorithm, task.in().readAllBytes()) + "  -\n");
    }
    for (String name : names) {
      try {
        task.print(hash(algorithm, files.read(name)) + "  " + name + "\n");
      } catch (Files.FileException e) {
        status = task.fail(1, task.name() + ": " + name + ": " + e.getMessage());
      }
    }
    return status;
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
