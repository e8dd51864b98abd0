package com.virtualpytest.host.simulators.tapo;

import static com.virtualpytest.host.simulators.tapo.Crypto.base64;
import static com.virtualpytest.host.simulators.tapo.Crypto.hash;
import static com.virtualpytest.host.simulators.tapo.Crypto.hex;
import static com.virtualpytest.host.simulators.tapo.Crypto.unbase64;
import static com.virtualpytest.host.simulators.tapo.Crypto.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The plug's side of TPAP. One session at a time; too many wrong passwords lock it. */
final class TpapWire implements Wire {
  private static final int WRONG_ACCOUNT = -1501;
  private static final int SESSION_ENDED = -40401;
  private static final int WRONG_TRANSPORT = 1003;
  private static final int ITERATIONS = 3000;
  private static final int WRONG_BEFORE_LOCK = 5;
  private static final int LOCKED_MINUTES = 5;

  private final PlugProfile owner;
  private final UnaryOperator<String> methods;
  private final Counters counters;
  private Spake2PlusDevice pake;
  private byte[] userRandom = new byte[0];
  private byte[] devRandom = new byte[0];
  private Session session;
  private int wrong;

  /** The keys of a login. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Session(String stok, byte[] key, byte[] nonce) {
    static Session of(String stok, byte[] shared) {
      byte[] base = Crypto.hkdf(shared, utf8("tp-kdf-salt-aes128-iv"), "tp-kdf-info-aes128-iv", 12);
      return new Session(
          stok,
          Crypto.hkdf(shared, utf8("tp-kdf-salt-aes128-key"), "tp-kdf-info-aes128-key", 16),
          Arrays.copyOf(base, 8));
    }

    String open(byte[] frame) throws GeneralSecurityException {
      byte[] sealed = Arrays.copyOfRange(frame, 4, frame.length);
      byte[] text = Ccm.open(key, Crypto.join(nonce, Arrays.copyOf(frame, 4)), sealed);
      return new String(text, StandardCharsets.UTF_8);
    }

    byte[] seal(byte[] seq, String text) throws GeneralSecurityException {
      return Crypto.join(seq, Ccm.seal(key, Crypto.join(nonce, seq), utf8(text)));
    }
  }

  TpapWire(PlugProfile owner, UnaryOperator<String> methods, Counters counters) {
    this.owner = owner;
    this.methods = methods;
    this.counters = counters;
  }

  @Override
  public synchronized void forgetSessions() {
    session = null;
  }

  @Override
  public synchronized Response answer(Request request) throws Exception {
    if (request.path().equals("/")) {
      return login(Methods.JSON.readTree(request.body()).path("params"));
    }
    if (request.path().equals("/app")) {
      return Response.json(Methods.error(WRONG_TRANSPORT));
    }
    if (request.path().startsWith("/app/")) {
      return Response.of(403);
    }
    if (session == null || !request.path().equals("/stok=" + session.stok() + "/ds")) {
      return Response.json(Methods.error(SESSION_ENDED));
    }
    byte[] seq = Arrays.copyOf(request.body(), 4);
    String answer = methods.apply(session.open(request.body()));
    return Response.ok(session.seal(seq, answer));
  }

  private Response login(JsonNode params) {
    return Response.json(
        switch (params.path("sub_method").asText()) {
          case "discover" -> discover();
          case "pake_register" -> register(params);
          case "pake_share" -> share(params);
          default -> Methods.error(WRONG_ACCOUNT);
        });
  }

  private static ObjectNode discover() {
    ObjectNode result = Methods.JSON.createObjectNode().put("mac", PlugProfile.MAC);
    result.put("tpap_preferred", true);
    ObjectNode tpap = result.putObject("tpap").put("tls", 0).put("dac", false).put("noc", false);
    tpap.put("port", 80).put("user_hash_type", 0).putArray("pake").add(2);
    return Methods.result(result);
  }

  private ObjectNode register(JsonNode params) {
    counters.handshakes.incrementAndGet();
    if (!params.path("username").asText().equals(hex(hash("MD5", utf8("admin"))))
        || !params.path("passcode_type").asText().equals("userpw")) {
      return Methods.error(WRONG_ACCOUNT);
    }
    byte[] salt = Crypto.random(32);
    String credential = hex(hash("SHA-1", utf8(owner.password())));
    pake = new Spake2PlusDevice(credential, salt, ITERATIONS, Spake2PlusDevice.newSecret());
    userRandom = unbase64(params.path("user_random").asText());
    devRandom = Crypto.random(32);
    ObjectNode result = Methods.JSON.createObjectNode();
    result.put("dev_random", base64(devRandom)).put("dev_salt", base64(salt));
    result.put("dev_share", base64(pake.share())).put("iterations", ITERATIONS);
    result.put("cipher_suites", 1).put("encryption", "aes_128_ccm");
    ObjectNode extra = result.putObject("extra_crypt").put("type", "password_shadow");
    extra.putObject("params").put("passwd_id", 2);
    return Methods.result(result);
  }

  private ObjectNode share(JsonNode params) {
    if (wrong >= WRONG_BEFORE_LOCK) {
      return locked();
    }
    byte[] context = hash("SHA-256", utf8("PAKE V1"), userRandom, devRandom);
    Spake2PlusDevice.Keys keys =
        pake == null ? null : pake.keys(context, unbase64(params.path("user_share").asText()));
    byte[] proof = unbase64(params.path("user_confirm").asText());
    pake = null;
    if (keys == null || !Arrays.equals(keys.clientProof(), proof)) {
      counters.refused.incrementAndGet();
      wrong++;
      return wrong >= WRONG_BEFORE_LOCK ? locked() : Methods.error(WRONG_ACCOUNT);
    }
    wrong = 0;
    counters.logins.incrementAndGet();
    session = Session.of(hex(Crypto.random(16)), keys.key());
    int start = ByteBuffer.wrap(Crypto.random(4)).getInt() >>> 1;
    ObjectNode result = Methods.JSON.createObjectNode().put("stok", session.stok());
    return Methods.result(
        result.put("dev_confirm", base64(keys.deviceProof())).put("start_seq", start));
  }

  private static ObjectNode locked() {
    ObjectNode answer = Methods.error(WRONG_ACCOUNT);
    answer.putObject("error_info").put("lockedMinute", LOCKED_MINUTES);
    return answer;
  }
}
