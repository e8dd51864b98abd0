package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The datagram that plugs answer with what they are. Some plugs open their HTTP port only when they
 * got one after a power cut.
 */
public final class Probe {
  private static final int HEADER = 16;
  private static final int CRC = 12;
  private static final int CRC_PLACEHOLDER = 0x5A6B7C8D;
  private static final int RSA_BITS = 2048;

  private Probe() {}

  /**
   * What a plug says of itself.
   *
   * @param type {@code SMART.TAPOPLUG} for plugs
   * @param protocol the name of its encryption, such as {@code KLAP}; empty when it is not told
   * @param loginVersion {@code lv}; 0 when it is not told
   */
  public record Found(
      String type, String model, String mac, String protocol, int loginVersion, int httpPort) {}

  /** Plugs encrypt something with it that is not needed here: its other half is thrown away. */
  private static final class PublicKey {
    static final String PEM = newPem();

    private static String newPem() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        byte[] key = generator.generateKeyPair().getPublic().getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static byte[] datagram() {
    return datagram(new SecureRandom().nextInt(), PublicKey.PEM);
  }

  static byte[] datagram(int serial, String pem) {
    byte[] json =
        Digests.utf8(Json.object().set("params", Json.object().put("rsa_key", pem)).toString());
    ByteBuffer datagram = ByteBuffer.allocate(HEADER + json.length);
    datagram.put((byte) 2).put((byte) 0).putShort((short) 1).putShort((short) json.length);
    datagram.put((byte) 17).put((byte) 0).putInt(serial).putInt(CRC_PLACEHOLDER).put(json);
    CRC32 crc = new CRC32();
    crc.update(datagram.array());
    return datagram.putInt(CRC, (int) crc.getValue()).array();
  }

  /** Reads an answer; empty when it is none. */
  static Optional<Found> read(byte[] datagram) {
    if (datagram.length <= HEADER) {
      return Optional.empty();
    }
    byte[] json = Arrays.copyOfRange(datagram, HEADER, datagram.length);
    try {
      JsonNode result = Json.read(new String(json, StandardCharsets.UTF_8)).path("result");
      JsonNode encryption = result.path("mgt_encrypt_schm");
      return result.has("device_model")
          ? Optional.of(
              new Found(
                  result.path("device_type").asText(),
                  result.path("device_model").asText(),
                  result.path("mac").asText(),
                  encryption.path("encrypt_type").asText(),
                  encryption.path("lv").asInt(),
                  encryption.path("http_port").asInt()))
          : Optional.empty();
    } catch (PlugException e) {
      return Optional.empty(); // somebody else's datagram
    }
  }
}
