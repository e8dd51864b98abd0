package com.virtualpytest.host.simulators.tapo;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Points of the curve P-256. Plain arithmetic, written apart from what the host uses, so that the
 * two check each other; it is neither fast nor silent about secrets, which are virtual here.
 */
final class P256 {
  static final BigInteger ORDER =
      hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  static final P256 ZERO = new P256(null, null);
  static final P256 G =
      new P256(
          hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
          hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

  private static final BigInteger P =
      hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
  private static final BigInteger B =
      hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private final BigInteger x;
  private final BigInteger y;

  private P256(BigInteger x, BigInteger y) {
    this.x = x;
    this.y = y;
  }

  /** Reads a point, compressed or not. */
  static P256 decode(byte[] encoded) {
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(encoded, 1, 33));
    if (encoded.length == 33) {
      // P is 3 modulo 4, so a power gives the root
      BigInteger root = rightSide(x).modPow(P.add(BigInteger.ONE).shiftRight(2), P);
      boolean odd = encoded[0] == 3;
      return checked(x, root.testBit(0) == odd ? root : P.subtract(root));
    }
    return checked(x, new BigInteger(1, Arrays.copyOfRange(encoded, 33, 65)));
  }

  /** 65 bytes. */
  byte[] encode() {
    byte[] encoded = new byte[65];
    encoded[0] = 4;
    put(x, encoded, 1);
    put(y, encoded, 33);
    return encoded;
  }

  P256 plus(P256 other) {
    if (x == null) {
      return other;
    }
    if (other.x == null) {
      return this;
    }
    if (x.equals(other.x) && !y.equals(other.y)) {
      return ZERO;
    }
    BigInteger slope =
        x.equals(other.x)
            ? quotient(x.multiply(x).multiply(THREE).subtract(THREE), y.shiftLeft(1))
            : quotient(other.y.subtract(y), other.x.subtract(x));
    BigInteger sumX = slope.multiply(slope).subtract(x).subtract(other.x).mod(P);
    return new P256(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(P));
  }

  P256 minus(P256 other) {
    return other.x == null ? this : plus(new P256(other.x, P.subtract(other.y)));
  }

  P256 times(BigInteger factor) {
    P256 product = ZERO;
    for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
      product = product.plus(product);
      if (factor.testBit(bit)) {
        product = product.plus(this);
      }
    }
    return product;
  }

  private static P256 checked(BigInteger x, BigInteger y) {
    if (!y.multiply(y).mod(P).equals(rightSide(x))) {
      throw new IllegalArgumentException("not on the curve");
    }
    return new P256(x, y);
  }

  private static BigInteger rightSide(BigInteger x) {
    return x.multiply(x).multiply(x).subtract(x.multiply(THREE)).add(B).mod(P);
  }

  private static BigInteger quotient(BigInteger above, BigInteger below) {
    return above.multiply(below.modInverse(P)).mod(P);
  }

  private static void put(BigInteger number, byte[] into, int at) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, into, at + 32 - length, length);
  }

  private static BigInteger hex(String digits) {
    return new BigInteger(digits, 16);
  }
}
