package com.virtualpytest.host.simulators.tapo;

import static com.virtualpytest.host.simulators.tapo.Crypto.hkdf;
import static com.virtualpytest.host.simulators.tapo.Crypto.hmac;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The device's side of SPAKE2+ (RFC 9383): it knows {@code w0} and {@code w1·G}. */
final class Spake2PlusDevice {
  private static final P256 M =
      point("02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f");
  private static final P256 N =
      point("03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49");

  private final BigInteger w0;
  private final P256 verifier;
  private final BigInteger secret;
  private final P256 share;

  /** What both sides have in common at the end. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Keys(byte[] clientProof, byte[] deviceProof, byte[] key) {}

  Spake2PlusDevice(String credential, byte[] salt, int iterations, BigInteger secret) {
    byte[] derived = derive(credential, salt, iterations);
    this.w0 = new BigInteger(1, Arrays.copyOf(derived, 40)).mod(P256.ORDER);
    this.verifier =
        P256.G.times(new BigInteger(1, Arrays.copyOfRange(derived, 40, 80)).mod(P256.ORDER));
    this.secret = secret;
    this.share = P256.G.times(secret).plus(N.times(w0));
  }

  static BigInteger newSecret() {
    return new BigInteger(1, Crypto.random(40)).mod(P256.ORDER);
  }

  byte[] share() {
    return share.encode();
  }

  Keys keys(byte[] context, byte[] clientShare) {
    P256 client = P256.decode(clientShare);
    byte[] w0Bytes = w0.toByteArray();
    byte[] bare = w0Bytes[0] == 0 ? Arrays.copyOfRange(w0Bytes, 1, w0Bytes.length) : w0Bytes;
    byte[] encoded = bare.length % 2 == 1 && bare[0] < 0 ? Crypto.join(new byte[1], bare) : bare;
    List<byte[]> items =
        List.of(
            context,
            new byte[0],
            new byte[0],
            M.encode(),
            N.encode(),
            client.encode(),
            share(),
            client.minus(M.times(w0)).times(secret).encode(),
            verifier.times(secret).encode(),
            encoded);
    byte[] transcript = new byte[0];
    for (byte[] item : items) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      transcript = Crypto.join(transcript, length.putLong(item.length).array(), item);
    }
    byte[] hash = Crypto.hash("SHA-256", transcript);
    byte[] confirmation = hkdf(hash, new byte[32], "ConfirmationKeys", 64);
    return new Keys(
        hmac(Arrays.copyOf(confirmation, 32), share()),
        hmac(Arrays.copyOfRange(confirmation, 32, 64), client.encode()),
        hkdf(hash, new byte[32], "SharedKey", 32));
  }

  private static byte[] derive(String credential, byte[] salt, int iterations) {
    try {
      PBEKeySpec spec = new PBEKeySpec(credential.toCharArray(), salt, iterations, 640);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static P256 point(String hex) {
    return P256.decode(HexFormat.of().parseHex(hex));
  }
}
