package com.virtualpytest.host.host.internal.console;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password that can be compared with and not read back. Immutable. */
final class PasswordHash {

  private static final int ITERATIONS = 120_000;
  private static final int BITS = 256;

  private final byte[] salt = new byte[16];
  private final byte[] hash;

  /** Takes some 0.1 s, as does each comparison: that is what slows guessing down. */
  PasswordHash(char[] password) {
    new SecureRandom().nextBytes(salt);
    hash = derive(password);
  }

  boolean matches(char[] password) {
    return MessageDigest.isEqual(hash, derive(password));
  }

  private byte[] derive(char[] password) {
    PBEKeySpec key = new PBEKeySpec(password, salt, ITERATIONS, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has PBKDF2WithHmacSHA256", e);
    } finally {
      key.clearPassword();
      Arrays.fill(password, '\0');
    }
  }
}
