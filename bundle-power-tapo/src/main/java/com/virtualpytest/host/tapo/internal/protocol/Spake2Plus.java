package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.concat;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.hkdf;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.hmac;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha256;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.util.BigIntegers;

/**
 * The client's side of SPAKE2+ (RFC 9383) on P-256, with the transcript and key names of TP-Link:
 * both sides prove that they know the password without showing it.
 */
final class Spake2Plus {
  private static final ECCurve CURVE = new SecP256R1Curve();
  private static final ECPoint G =
      point(
          "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
              + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
  private static final ECPoint M =
      point("02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f");
  private static final ECPoint N =
      point("03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49");

  private static final int MAX_ITERATIONS = 1_000_000;

  private final BigInteger w0;
  private final BigInteger w1;
  private final BigInteger x;
  private final ECPoint share;

  /**
   * What both sides have in common at the end.
   *
   * @param clientProof that the client knows the password
   * @param deviceProof the same of the device, to compare with
   * @param key for the session
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Keys(byte[] clientProof, byte[] deviceProof, byte[] key) {}

  /**
   * @param x the client's secret, from 1 to the order of the curve minus 1
   */
  Spake2Plus(String credential, byte[] salt, int iterations, BigInteger x) throws PlugException {
    byte[] derived = derive(credential, salt, iterations);
    this.w0 = scalar(Arrays.copyOf(derived, 40));
    this.w1 = scalar(Arrays.copyOfRange(derived, 40, 80));
    this.x = x;
    this.share = G.multiply(x).add(M.multiply(w0)).normalize();
  }

  static BigInteger newSecret(SecureRandom random) {
    return BigIntegers.createRandomInRange(
        BigInteger.ONE, CURVE.getOrder().subtract(BigInteger.ONE), random);
  }

  /** The client's share, uncompressed. */
  byte[] share() {
    return share.getEncoded(false);
  }

  /**
   * Computes the keys.
   *
   * @param context hash of what both sides said before
   * @param deviceShare a point, compressed or not
   * @throws PlugException the share is no point of the curve, or a forbidden one
   */
  Keys keys(byte[] context, byte[] deviceShare) throws PlugException {
    ECPoint theirs = received(deviceShare);
    ECPoint bare = theirs.subtract(N.multiply(w0));
    if (bare.isInfinity()) {
      throw PlugException.garbled("The plug's share is not allowed", null);
    }
    byte[] z = bare.multiply(x).normalize().getEncoded(false);
    byte[] v = bare.multiply(w1).normalize().getEncoded(false);
    byte[] r = theirs.getEncoded(false);
    List<byte[]> items =
        List.of(
            context,
            new byte[0],
            new byte[0],
            M.getEncoded(false),
            N.getEncoded(false),
            share(),
            r,
            z,
            v,
            encoded(w0));
    byte[] transcript = transcript(items);
    byte[] confirmation = hkdf(transcript, "", "ConfirmationKeys", 64);
    return new Keys(
        hmac(Arrays.copyOf(confirmation, 32), r),
        hmac(Arrays.copyOfRange(confirmation, 32, 64), share()),
        hkdf(transcript, "", "SharedKey", 32));
  }

  private static ECPoint received(byte[] encoded) throws PlugException {
    try {
      ECPoint point = CURVE.decodePoint(encoded);
      if (!point.isInfinity()) {
        return point;
      }
    } catch (IllegalArgumentException e) {
      throw PlugException.garbled("The plug's share is no point of the curve", e);
    }
    throw PlugException.garbled("The plug's share is not allowed", null);
  }

  private static byte[] transcript(List<byte[]> items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] item : items) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      all.writeBytes(length.putLong(item.length).array());
      all.writeBytes(item);
    }
    return sha256(all.toByteArray());
  }

  private static byte[] derive(String credential, byte[] salt, int iterations)
      throws PlugException {
    if (salt.length == 0 || iterations < 1 || iterations > MAX_ITERATIONS) {
      throw PlugException.garbled("The plug asks for an impossible key derivation", null);
    }
    PBEKeySpec spec = new PBEKeySpec(credential.toCharArray(), salt, iterations, 80 * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      spec.clearPassword();
    }
  }

  private static BigInteger scalar(byte[] bytes) {
    return new BigInteger(1, bytes).mod(CURVE.getOrder());
  }

  /** Few bytes as possible; a zero byte in front only of an odd count that looks negative. */
  private static byte[] encoded(BigInteger w) {
    byte[] bytes = BigIntegers.asUnsignedByteArray(w);
    return bytes.length % 2 == 1 && bytes[0] < 0 ? concat(new byte[1], bytes) : bytes;
  }

  private static ECPoint point(String hex) {
    return CURVE.decodePoint(HexFormat.of().parseHex(hex));
  }
}
