package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.hex;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.md5;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha256;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** A login by TPAP in the form that plugs have: plain HTTP, suite 1, AES-128-CCM. */
final class TpapSession implements PlugSession {
  private static final String TYPE = "application/json";
  private static final int RANDOM = 32;
  private static final int SHA256_USER = 1;

  private final PlugHttp http;
  private final String path;
  private final TpapCipher cipher;
  private int seq;

  private TpapSession(PlugHttp http, String stok, int seq, TpapCipher cipher) {
    this.http = http;
    this.path = "/stok=" + stok + "/ds";
    this.seq = seq;
    this.cipher = cipher;
  }

  /**
   * What a plug tells of its TPAP; empty when it has none, or prefers KLAP.
   *
   * @throws PlugException {@code UNREACHABLE}
   */
  static Optional<JsonNode> discover(PlugHttp http) throws PlugException, InterruptedException {
    PlugHttp.Answer answer = post(http, Json.object().put("sub_method", "discover"));
    if (answer.status() != 200 || !answer.text().startsWith("{")) {
      return Optional.empty();
    }
    JsonNode found = Json.read(answer.text());
    JsonNode result = found.path("result");
    boolean speaks =
        found.path("error_code").asInt() == 0
            && result.path("tpap").isObject()
            && result.path("tpap_preferred").asBoolean(true);
    return speaks ? Optional.of(result) : Optional.empty();
  }

  /**
   * Logs in. A wrong account is a refused login that the plug counts.
   *
   * @param discovered what {@link #discover} found
   */
  static TpapSession open(PlugHttp http, Account account, JsonNode discovered, SecureRandom random)
      throws PlugException, InterruptedException {
    JsonNode tpap = discovered.path("tpap");
    checkSupported(tpap);
    byte[] userRandom = new byte[RANDOM];
    random.nextBytes(userRandom);
    JsonNode registered = result(post(http, register(tpap, userRandom)));
    Spake2Plus pake =
        new Spake2Plus(
            TpapCredential.of(
                account, registered.path("extra_crypt"), discovered.path("mac").asText()),
            bytes(registered, "dev_salt"),
            registered.path("iterations").asInt(),
            Spake2Plus.newSecret(random));
    byte[] context = sha256(utf8("PAKE V1"), userRandom, bytes(registered, "dev_random"));
    Spake2Plus.Keys keys = pake.keys(context, bytes(registered, "dev_share"));
    JsonNode shared = result(post(http, share(tpap, pake, keys, random)));
    if (!MessageDigest.isEqual(keys.deviceProof(), bytes(shared, "dev_confirm"))) {
      throw PlugException.garbled("The plug cannot prove that it knows the password", null);
    }
    String stok = Json.word(shared, shared.has("stok") ? "stok" : "sessionId");
    return new TpapSession(
        http, stok, (int) shared.path("start_seq").asLong(), new TpapCipher(keys.key()));
  }

  private static void checkSupported(JsonNode tpap) throws PlugException {
    boolean userPassword = false;
    for (JsonNode pake : tpap.path("pake")) {
      userPassword |= pake.asInt() == 2 || pake.asInt() == 5;
    }
    if (tpap.path("tls").asInt() != 0 || !userPassword) {
      throw PlugException.of(
          PlugException.Problem.REFUSED,
          "The plug wants a form of tpap that is not known here",
          "Switch Third-Party Compatibility on in the Tapo app: the plug then speaks klap2");
    }
  }

  private static ObjectNode register(JsonNode tpap, byte[] userRandom) {
    String user =
        tpap.path("user_hash_type").asInt() == SHA256_USER
            ? hex(sha256(utf8("admin"))).toUpperCase(Locale.ROOT)
            : hex(md5(utf8("admin")));
    ObjectNode params = Json.object().put("sub_method", "pake_register").put("username", user);
    params.put("user_random", base64(userRandom)).put("passcode_type", "userpw");
    params.putArray("cipher_suites").add(1);
    params.putArray("encryption").add("aes_128_ccm");
    return params.putNull("stok");
  }

  private static ObjectNode share(
      JsonNode tpap, Spake2Plus pake, Spake2Plus.Keys keys, SecureRandom random) {
    ObjectNode params = Json.object().put("sub_method", "pake_share");
    params.put("user_share", base64(pake.share()));
    params.put("user_confirm", base64(keys.clientProof()));
    if (tpap.path("dac").asBoolean() || tpap.path("dac").asInt() != 0) {
      byte[] nonce = new byte[RANDOM];
      random.nextBytes(nonce);
      params.put("dac_nonce", base64(nonce));
    }
    return params;
  }

  @Override
  public Protocol protocol() {
    return Protocol.TPAP;
  }

  @Override
  public JsonNode request(String request) throws PlugException, InterruptedException {
    PlugHttp.Answer answer = http.post(path, null, null, cipher.seal(seq, request));
    seq++;
    if (answer.status() != 200) {
      throw PlugException.sessionLost();
    }
    if (answer.body().length > 0 && answer.body()[0] == '{') { // so say plugs what ends a session
      JsonNode plain = Json.read(answer.text());
      Json.result(plain);
      throw PlugException.garbled("The plug answers without encryption", null);
    }
    return Json.read(cipher.open(answer.body()));
  }

  private static PlugHttp.Answer post(PlugHttp http, ObjectNode params)
      throws PlugException, InterruptedException {
    return http.post("/", TYPE, null, utf8(Json.method("login", params)));
  }

  private static JsonNode result(PlugHttp.Answer answer) throws PlugException {
    if (answer.status() != 200) {
      throw PlugException.otherProtocol(Protocol.TPAP, "It answers with status " + answer.status());
    }
    JsonNode node = Json.read(answer.text());
    int minutes =
        node.at("/error_info/lockedMinute").asInt(node.at("/result/lockedMinute").asInt());
    if (node.path("error_code").asInt() != 0 && minutes > 0) {
      throw PlugException.locked(minutes);
    }
    return Json.result(node);
  }

  private static byte[] bytes(JsonNode node, String field) throws PlugException {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(node.path(field).asText());
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw PlugException.garbled("The plug's " + field + " cannot be read", e);
    }
    throw PlugException.garbled("The plug's answer lacks " + field, null);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
