package com.virtualpytest.host.host.internal.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The console's password on a host where nobody set one: made once, readable by the host's user
 * alone, the same after a restart.
 */
final class PasswordFile {

  static final String NAME = "console-password";
  private static final int LENGTH = 26;
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  PasswordFile(Path dataFolder) {
    file = dataFolder.resolve(NAME);
  }

  Path path() {
    return file;
  }

  /**
   * The password in the file; makes the file when there is none, or an empty one.
   *
   * @throws IOException when it can be neither read nor made, or is no file of this host's user
   */
  String readOrCreate() throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!OWNER_ONLY.equals(Files.getPosixFilePermissions(file))) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
      String password = Files.readString(file).strip();
      if (!password.isEmpty()) {
        return password;
      }
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no plain file");
    }
    return create();
  }

  private String create() throws IOException {
    String password = random();
    Path part =
        Files.createTempFile(
            file.getParent(), NAME, ".part", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(password + "\n");
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return password;
  }

  /** 26 characters of 5 random bits each: 130 bits, none of them easy to mistake for another. */
  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
