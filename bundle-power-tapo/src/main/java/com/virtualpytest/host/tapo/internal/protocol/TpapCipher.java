package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.concat;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.hkdf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-128-CCM with 16 bytes of tag, as TPAP frames it: the number of the message, ciphertext, tag.
 * A request and its answer share the nonce; that is the protocol's weakness.
 */
final class TpapCipher {
  private static final int NUMBER = 4;
  private static final int TAG = 16;

  private final KeyParameter key;
  private final byte[] nonce;

  TpapCipher(byte[] sharedKey) {
    this.key =
        new KeyParameter(hkdf(sharedKey, "tp-kdf-salt-aes128-key", "tp-kdf-info-aes128-key", 16));
    byte[] base = hkdf(sharedKey, "tp-kdf-salt-aes128-iv", "tp-kdf-info-aes128-iv", 12);
    this.nonce = Arrays.copyOf(base, 8);
  }

  byte[] seal(int number, String json) {
    try {
      byte[] counted = ByteBuffer.allocate(NUMBER).putInt(number).array();
      return concat(counted, run(true, counted, Digests.utf8(json)));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws PlugException it is not what the plug wrote
   */
  String open(byte[] frame) throws PlugException {
    if (frame.length < NUMBER + TAG) {
      throw PlugException.garbled("The plug's answer is too short", null);
    }
    try {
      byte[] counted = Arrays.copyOf(frame, NUMBER);
      byte[] text = run(false, counted, Arrays.copyOfRange(frame, NUMBER, frame.length));
      return new String(text, StandardCharsets.UTF_8);
    } catch (InvalidCipherTextException e) {
      throw PlugException.garbled("The plug's answer cannot be read", e);
    }
  }

  private byte[] run(boolean sealing, byte[] counted, byte[] input)
      throws InvalidCipherTextException {
    CCMModeCipher cipher = CCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(sealing, new AEADParameters(key, TAG * 8, concat(nonce, counted)));
    byte[] output = new byte[cipher.getOutputSize(input.length)];
    int length = cipher.processBytes(input, 0, input.length, output, 0);
    length += cipher.doFinal(output, length);
    return Arrays.copyOf(output, length);
  }
}
