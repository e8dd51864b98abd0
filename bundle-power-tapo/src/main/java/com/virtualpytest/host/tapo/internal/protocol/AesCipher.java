package com.virtualpytest.host.tapo.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128-CBC in base64, with one key and start value for a whole session. */
final class AesCipher {
  private final SecretKeySpec key;
  private final IvParameterSpec iv;

  /**
   * @param keyAndIv 16 bytes of each
   */
  AesCipher(byte[] keyAndIv) {
    this.key = new SecretKeySpec(keyAndIv, 0, 16, "AES");
    this.iv = new IvParameterSpec(Arrays.copyOfRange(keyAndIv, 16, 32));
  }

  String seal(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(Digests.utf8(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws PlugException it is no ciphertext of this session
   */
  String open(String sealed) throws PlugException {
    try {
      byte[] text = cipher(Cipher.DECRYPT_MODE).doFinal(Base64.getMimeDecoder().decode(sealed));
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw PlugException.garbled("The plug's answer cannot be read", e);
    }
  }

  private Cipher cipher(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, key, iv);
    return cipher;
  }
}
