package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.hex;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha1;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import javax.crypto.Cipher;

/** A login by the first protocol, {@code securePassthrough}. */
final class AesSession implements PlugSession {
  private static final String TYPE = "application/json";
  private static final int RSA_BITS = 1024; // plugs take nothing longer

  private final PlugHttp http;
  private final String cookie;
  private final AesCipher cipher;
  private String token;

  private AesSession(PlugHttp http, String cookie, AesCipher cipher) {
    this.http = http;
    this.cookie = cookie;
    this.cipher = cipher;
  }

  /**
   * Logs in.
   *
   * @param loginVersion 2 for plugs that want the password hashed, 1 for it as it is
   */
  static AesSession open(PlugHttp http, Account account, int loginVersion)
      throws PlugException, InterruptedException {
    KeyPair pair = newKeyPair();
    String request = Json.method("handshake", Json.object().put("key", pem(pair.getPublic())));
    PlugHttp.Answer answer = http.post("/app", TYPE, null, utf8(request));
    JsonNode handshake = Json.result(read(answer));
    byte[] keyAndIv = decrypt(handshake.path("key").asText(), pair.getPrivate());
    AesSession session = new AesSession(http, answer.cookie(), new AesCipher(keyAndIv));
    JsonNode login =
        Json.result(session.request(Json.method("login_device", login(account, loginVersion))));
    session.token = Json.word(login, "token");
    return session;
  }

  static ObjectNode login(Account account, int loginVersion) {
    ObjectNode params = Json.object();
    if (loginVersion == 2) {
      params.put("password2", base64(utf8(hex(sha1(utf8(account.password()))))));
    } else {
      params.put("password", base64(utf8(account.password())));
    }
    return params.put("username", base64(utf8(hex(sha1(utf8(account.user()))))));
  }

  static byte[] decrypt(String sealed, PrivateKey key) throws PlugException {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.DECRYPT_MODE, key);
      byte[] keyAndIv = cipher.doFinal(Base64.getMimeDecoder().decode(sealed));
      if (keyAndIv.length == 32) {
        return keyAndIv;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw PlugException.garbled("The plug's key cannot be read", e);
    }
    throw PlugException.garbled("The plug's key has a wrong size", null);
  }

  @Override
  public Protocol protocol() {
    return Protocol.AES;
  }

  @Override
  public JsonNode request(String request) throws PlugException, InterruptedException {
    String path = token == null ? "/app" : "/app?token=" + token;
    String wrapped =
        Json.method("securePassthrough", Json.object().put("request", cipher.seal(request)));
    JsonNode result = Json.result(read(http.post(path, TYPE, cookie, utf8(wrapped))));
    String response = result.path("response").asText();
    // some plugs do not encrypt some answers
    return Json.read(response.startsWith("{") ? response : cipher.open(response));
  }

  /** Plugs say 500 for answers of which only the body means something. */
  private static JsonNode read(PlugHttp.Answer answer) throws PlugException {
    if (answer.status() == 404 || answer.status() == 403) {
      throw PlugException.otherProtocol(Protocol.AES, "It answers with status " + answer.status());
    }
    return Json.read(answer.text());
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + base64(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
