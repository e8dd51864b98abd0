package com.virtualpytest.host.simulators.tapo;

import static com.virtualpytest.host.simulators.tapo.Crypto.base64;
import static com.virtualpytest.host.simulators.tapo.Crypto.hash;
import static com.virtualpytest.host.simulators.tapo.Crypto.hex;
import static com.virtualpytest.host.simulators.tapo.Crypto.unbase64;
import static com.virtualpytest.host.simulators.tapo.Crypto.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;

/** The plug's side of securePassthrough. One session at a time. */
final class AesWire implements Wire {
  private static final int SESSION_ENDED = 9999;
  private static final int WRONG_ACCOUNT = -1501;
  private static final int TOLD_UNENCRYPTED = -1002;

  private final PlugProfile owner;
  private final UnaryOperator<String> methods;
  private final Counters counters;
  private final Supplier<byte[]> keys;
  private Session session;

  private static final class Session {
    final String id = hex(Crypto.random(16));
    final byte[] key;
    final byte[] iv;
    String token;

    Session(byte[] keyAndIv) {
      this.key = Arrays.copyOf(keyAndIv, 16);
      this.iv = Arrays.copyOfRange(keyAndIv, 16, 32);
    }
  }

  AesWire(PlugProfile owner, UnaryOperator<String> methods, Counters counters) {
    this(owner, methods, counters, () -> Crypto.random(32));
  }

  AesWire(
      PlugProfile owner, UnaryOperator<String> methods, Counters counters, Supplier<byte[]> keys) {
    this.owner = owner;
    this.methods = methods;
    this.counters = counters;
    this.keys = keys;
  }

  @Override
  public synchronized void forgetSessions() {
    session = null;
  }

  @Override
  public synchronized Response answer(Request request) throws Exception {
    if (!request.path().equals("/app")) {
      return Response.of(404);
    }
    JsonNode json = Methods.JSON.readTree(request.body());
    return switch (json.path("method").asText()) {
      case "handshake" -> handshake(json.at("/params/key").asText());
      case "securePassthrough" -> passthrough(request, json.at("/params/request").asText());
      default -> Response.json(Methods.error(TOLD_UNENCRYPTED));
    };
  }

  private Response handshake(String pem) throws GeneralSecurityException {
    counters.handshakes.incrementAndGet();
    byte[] keyAndIv = keys.get();
    session = new Session(keyAndIv);
    String base = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    PublicKey key =
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(unbase64(base)));
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    String sealed = base64(cipher.doFinal(keyAndIv));
    byte[] answer =
        utf8(Methods.result(Methods.JSON.createObjectNode().put("key", sealed)).toString());
    return new Response(200, "TP_SESSIONID=" + session.id + ";TIMEOUT=1440", answer);
  }

  private Response passthrough(Request request, String sealed) throws Exception {
    if (session == null || !request.cookie().equals("TP_SESSIONID=" + session.id)) {
      return Response.json(Methods.error(SESSION_ENDED));
    }
    String plain =
        new String(
            Crypto.aesCbc(Cipher.DECRYPT_MODE, session.key, session.iv, unbase64(sealed)),
            StandardCharsets.UTF_8);
    JsonNode inner = Methods.JSON.readTree(plain);
    boolean login = inner.path("method").asText().equals("login_device");
    if (!login && !request.query().equals("token=" + session.token)) {
      return Response.json(Methods.error(SESSION_ENDED));
    }
    String answer = login ? login(inner.path("params")) : methods.apply(plain);
    byte[] response = Crypto.aesCbc(Cipher.ENCRYPT_MODE, session.key, session.iv, utf8(answer));
    if (session.token == null) {
      session = null; // after a refused login the handshake has to be done again
    }
    return Response.json(
        Methods.result(Methods.JSON.createObjectNode().put("response", base64(response))));
  }

  private String login(JsonNode params) {
    boolean right =
        params.path("username").asText().equals(hashed(owner.email()))
            && (params.path("password2").asText().equals(hashed(owner.password()))
                || params.path("password").asText().equals(base64(utf8(owner.password()))));
    (right ? counters.logins : counters.refused).incrementAndGet();
    if (!right) {
      return Methods.error(WRONG_ACCOUNT).toString();
    }
    session.token = hex(Crypto.random(16));
    return Methods.result(Methods.JSON.createObjectNode().put("token", session.token)).toString();
  }

  static String hashed(String text) {
    return base64(utf8(hex(hash("SHA-1", utf8(text)))));
  }
}
