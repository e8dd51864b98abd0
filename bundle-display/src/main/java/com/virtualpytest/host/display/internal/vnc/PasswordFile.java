package com.virtualpytest.host.display.internal.vnc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The file from which x11vnc reads its password ({@code -rfbauth}): 8 characters, scrambled with a
 * key that everybody knows. So it is the file's mode that protects it.
 */
public final class PasswordFile {
  private static final int LENGTH = 8;

  /** The protocol's fixed key, each byte with its bits in reverse. */
  private static final byte[] KEY = {
    (byte) 0xe8, 0x4a, (byte) 0xd6, 0x60, (byte) 0xc4, 0x72, 0x1a, (byte) 0xe0
  };

  private PasswordFile() {}

  /**
   * Writes it, readable for its owner alone from the first moment on.
   *
   * @throws IOException it cannot be written
   */
  public static void write(Path file, String password) throws IOException {
    byte[] plain = Arrays.copyOf(password.getBytes(StandardCharsets.ISO_8859_1), LENGTH);
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "vnc",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, scrambled(plain));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  // DES is what VNC has; the file mode protects, not the cipher
  @SuppressWarnings("InsecureCryptoUsage")
  static byte[] scrambled(byte[] plain) throws IOException {
    try {
      Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "DES"));
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot scramble a VNC password", e);
    }
  }
}
