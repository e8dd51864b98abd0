package com.virtualpytest.host.simulators.tapo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plug's side of what clients and plugs say, byte for byte. */
class PlugVectorsTest {
  private static final PlugProfile OWNER = PlugProfile.of("tester@example.com", "s3cret-Pass");

  private final AtomicReference<String> asked = new AtomicReference<>();
  private final AtomicReference<String> reply = new AtomicReference<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void klap(boolean second) throws Exception {
    JsonNode v = vectors(second ? "KLAP v2" : "KLAP v1");
    Counters counters = new Counters();
    KlapWire plug =
        new KlapWire(second, OWNER, this::method, counters, () -> bytes(v, "remote_seed"));

    assertThat(KlapWire.authHash(second, OWNER)).isEqualTo(bytes(v, "auth_hash"));
    Wire.Response first = plug.answer(request("/app/handshake1", "", "", bytes(v, "local_seed")));
    assertThat(first.body()).isEqualTo(bytes(v, "handshake1_response_body"));
    String cookie = first.cookie().split(";", 2)[0];
    byte[] proof = bytes(v, "handshake2_body");
    assertThat(plug.answer(request("/app/handshake2", "", cookie, proof)).status()).isEqualTo(200);
    assertThat(counters.logins).hasValue(1);

    for (JsonNode message : v.path("messages")) {
      reply.set(message.path("response_plain").asText());
      Wire.Response answer =
          plug.answer(
              request(
                  "/app/request",
                  "seq=" + message.path("seq").asInt(),
                  cookie,
                  bytes(message, "request_body")));
      assertThat(asked.get()).isEqualTo(message.path("request_plain").asText());
      assertThat(answer.body()).isEqualTo(bytes(message, "response_body"));
    }
  }

  @Test
  void securePassthrough() throws Exception {
    JsonNode v = vectors("securePassthrough");
    byte[] keyAndIv =
        HexFormat.of().parseHex(v.path("aes_key").asText() + v.path("aes_iv").asText());
    AesWire plug = new AesWire(OWNER, this::method, new Counters(), () -> keyAndIv);
    String pem =
        "-----BEGIN PUBLIC KEY-----\\n"
            + v.path("public_key_spki_b64").asText()
            + "\\n-----END PUBLIC KEY-----\\n";

    Wire.Response handshake =
        plug.answer(app("", "", "{\"method\":\"handshake\",\"params\":{\"key\":\"" + pem + "\"}}"));
    String sealed = json(handshake).at("/result/key").asText();
    Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    rsa.init(
        Cipher.DECRYPT_MODE,
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new PKCS8EncodedKeySpec(
                    Crypto.unbase64(v.path("private_key_pkcs8_b64").asText()))));
    assertThat(rsa.doFinal(Crypto.unbase64(sealed))).isEqualTo(keyAndIv);

    String cookie = handshake.cookie().split(";", 2)[0];
    String login = passthrough(plug, "", cookie, v.path("login_request_b64").asText());
    byte[] plain =
        Crypto.aesCbc(
            Cipher.DECRYPT_MODE, bytes(v, "aes_key"), bytes(v, "aes_iv"), Crypto.unbase64(login));
    String token = Methods.JSON.readTree(plain).at("/result/token").asText();
    reply.set(v.path("resp_plain").asText());
    assertThat(passthrough(plug, "token=" + token, cookie, v.path("get_request_b64").asText()))
        .isEqualTo(v.path("resp_b64").asText());
    assertThat(asked.get()).isEqualTo(v.path("get_plain").asText());
  }

  @Test
  void tpap() throws Exception {
    JsonNode v = vectors("TPAP suite 1");
    Spake2PlusDevice device =
        new Spake2PlusDevice(
            v.path("credential_string").asText(),
            bytes(v, "dev_salt"),
            v.path("iterations").asInt(),
            new BigInteger(v.path("y_device_secret").asText(), 16));
    byte[] context =
        Crypto.hash(
            "SHA-256",
            "PAKE V1".getBytes(StandardCharsets.UTF_8),
            bytes(v, "user_random"),
            bytes(v, "dev_random"));
    Spake2PlusDevice.Keys keys = device.keys(context, bytes(v, "L_user_share"));

    assertThat(device.share()).isEqualTo(bytes(v, "R_dev_share"));
    assertThat(keys.clientProof()).isEqualTo(bytes(v, "user_confirm"));
    assertThat(keys.deviceProof()).isEqualTo(bytes(v, "dev_confirm"));
    assertThat(keys.key()).isEqualTo(bytes(v, "shared_key_K"));

    TpapWire.Session session = TpapWire.Session.of("stok", keys.key());
    assertThat(session.key()).isEqualTo(bytes(v, "session_key"));
    for (JsonNode message : v.path("messages")) {
      byte[] frame = bytes(message, "request_body");
      assertThat(session.open(frame)).isEqualTo(message.path("request_plain").asText());
      assertThat(
              session.seal(
                  java.util.Arrays.copyOf(frame, 4), message.path("response_plain").asText()))
          .isEqualTo(bytes(message, "response_body"));
    }
  }

  private String method(String request) {
    asked.set(request);
    return reply.get();
  }

  private static String passthrough(Wire plug, String query, String cookie, String sealed)
      throws Exception {
    String body = "{\"method\":\"securePassthrough\",\"params\":{\"request\":\"" + sealed + "\"}}";
    return json(plug.answer(app(query, cookie, body))).at("/result/response").asText();
  }

  private static Wire.Request app(String query, String cookie, String body) {
    return request("/app", query, cookie, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Wire.Request request(String path, String query, String cookie, byte[] body) {
    return new Wire.Request(path, query, cookie, body);
  }

  private static JsonNode json(Wire.Response response) throws IOException {
    return Methods.JSON.readTree(response.body());
  }

  private static byte[] bytes(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.path(field).asText());
  }

  private static JsonNode vectors(String name) throws IOException {
    try (InputStream in = PlugVectorsTest.class.getResourceAsStream("/tapo-vectors.json")) {
      for (JsonNode each : Methods.JSON.readTree(in)) {
        if (each.path("name").asText().equals(name)) {
          return each;
        }
      }
    }
    throw new IllegalArgumentException("no vectors for " + name);
  }
}
