package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.concat;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha256;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.utf8;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a KLAP session carries: AES-128-CBC under a signature, both bound to a number that
 * goes up with each request. Not safe for several threads.
 */
final class KlapCipher {
  private static final int SIGNATURE = 32;

  private final SecretKeySpec key;
  private final byte[] iv;
  private final byte[] signature;
  private int seq;

  /**
   * A request as it goes on the wire.
   *
   * @param seq its number, which the address carries
   * @param body signature and ciphertext
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Sealed(int seq, byte[] body) {}

  KlapCipher(byte[] localSeed, byte[] remoteSeed, byte[] authHash) {
    byte[] keyHash = sha256(utf8("lsk"), localSeed, remoteSeed, authHash);
    byte[] ivHash = sha256(utf8("iv"), localSeed, remoteSeed, authHash);
    byte[] sigHash = sha256(utf8("ldk"), localSeed, remoteSeed, authHash);
    this.key = new SecretKeySpec(keyHash, 0, 16, "AES");
    this.iv = Arrays.copyOf(ivHash, 12);
    this.seq = ByteBuffer.wrap(ivHash, 28, 4).getInt();
    this.signature = Arrays.copyOf(sigHash, 28);
  }

  /** Seals the next request; the number wraps around as plugs' own do. */
  Sealed seal(String json) {
    seq++;
    try {
      byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, seq).doFinal(utf8(json));
      return new Sealed(seq, concat(sign(seq, ciphertext), ciphertext));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens the answer to the request of that number.
   *
   * @throws PlugException it is not signed by the plug, or is no ciphertext
   */
  String open(int number, byte[] body) throws PlugException {
    if (body.length < SIGNATURE) {
      throw PlugException.garbled("The plug's answer is too short", null);
    }
    byte[] ciphertext = Arrays.copyOfRange(body, SIGNATURE, body.length);
    if (!MessageDigest.isEqual(Arrays.copyOf(body, SIGNATURE), sign(number, ciphertext))) {
      throw PlugException.garbled("The plug's answer is not signed as it should", null);
    }
    try {
      return new String(
          cipher(Cipher.DECRYPT_MODE, number).doFinal(ciphertext), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw PlugException.garbled("The plug's answer cannot be read", e);
    }
  }

  private byte[] sign(int number, byte[] ciphertext) {
    return sha256(signature, bytes(number), ciphertext);
  }

  private Cipher cipher(int mode, int number) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, key, new IvParameterSpec(concat(iv, bytes(number))));
    return cipher;
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }
}
