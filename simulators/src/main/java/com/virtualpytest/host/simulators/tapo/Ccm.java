package com.virtualpytest.host.simulators.tapo;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CCM (RFC 3610) with a nonce of 12 bytes, a tag of 16, and nothing that is only signed. */
final class Ccm {
  private static final int TAG = 16;
  private static final int BLOCK = 16;
  private static final byte FIRST_FLAGS = (((TAG - 2) / 2) << 3) | 2;

  private Ccm() {}

  static byte[] seal(byte[] key, byte[] nonce, byte[] text) throws GeneralSecurityException {
    byte[] stream = counter(key, nonce, Crypto.join(new byte[BLOCK], text));
    byte[] tag = tag(key, nonce, text);
    for (int i = 0; i < TAG; i++) {
      tag[i] ^= stream[i];
    }
    return Crypto.join(Arrays.copyOfRange(stream, BLOCK, stream.length), tag);
  }

  static byte[] open(byte[] key, byte[] nonce, byte[] sealed) throws GeneralSecurityException {
    int length = sealed.length - TAG;
    byte[] text =
        Arrays.copyOfRange(
            counter(key, nonce, Crypto.join(new byte[BLOCK], Arrays.copyOf(sealed, length))),
            BLOCK,
            BLOCK + length);
    if (!Arrays.equals(seal(key, nonce, text), sealed)) {
      throw new GeneralSecurityException("the tag is wrong");
    }
    return text;
  }

  /** The text as counter mode leaves it; its first block is the mask of the tag. */
  private static byte[] counter(byte[] key, byte[] nonce, byte[] text)
      throws GeneralSecurityException {
    byte[] start = Crypto.join(new byte[] {2}, nonce, new byte[3]);
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
    return cipher.doFinal(text);
  }

  private static byte[] tag(byte[] key, byte[] nonce, byte[] text) throws GeneralSecurityException {
    int blocks = (text.length + BLOCK - 1) / BLOCK;
    ByteBuffer input = ByteBuffer.allocate(BLOCK + blocks * BLOCK);
    input.put(FIRST_FLAGS).put(nonce);
    input.put((byte) (text.length >> 16)).putShort((short) text.length).put(text);
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
    byte[] chain = cipher.doFinal(input.array());
    return Arrays.copyOfRange(chain, chain.length - BLOCK, chain.length);
  }
}
