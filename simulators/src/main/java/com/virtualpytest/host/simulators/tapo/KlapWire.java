package com.virtualpytest.host.simulators.tapo;

import static com.virtualpytest.host.simulators.tapo.Crypto.hash;
import static com.virtualpytest.host.simulators.tapo.Crypto.join;
import static com.virtualpytest.host.simulators.tapo.Crypto.utf8;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;

/** The plug's side of KLAP, both versions. One session at a time, as plugs have it. */
final class KlapWire implements Wire {
  private static final String SHA256 = "SHA-256";

  private final boolean second;
  private final byte[] authHash;
  private final UnaryOperator<String> methods;
  private final Counters counters;
  private final Supplier<byte[]> seeds;
  private Session session;

  private static final class Session {
    final String id = Crypto.hex(Crypto.random(16));
    final byte[] local;
    final byte[] remote;
    boolean proven;

    Session(byte[] local, byte[] remote) {
      this.local = local;
      this.remote = remote;
    }
  }

  KlapWire(boolean second, PlugProfile owner, UnaryOperator<String> methods, Counters counters) {
    this(second, owner, methods, counters, () -> Crypto.random(16));
  }

  KlapWire(
      boolean second,
      PlugProfile owner,
      UnaryOperator<String> methods,
      Counters counters,
      Supplier<byte[]> seeds) {
    this.second = second;
    this.authHash = authHash(second, owner);
    this.methods = methods;
    this.counters = counters;
    this.seeds = seeds;
  }

  static byte[] authHash(boolean second, PlugProfile owner) {
    String inner = second ? "SHA-1" : "MD5";
    return hash(
        second ? SHA256 : "MD5",
        hash(inner, utf8(owner.email())),
        hash(inner, utf8(owner.password())));
  }

  @Override
  public synchronized void forgetSessions() {
    session = null;
  }

  @Override
  public synchronized Response answer(Request request) throws GeneralSecurityException {
    return switch (request.path()) {
      case "/" ->
          second
              ? Response.json(
                  "{\"error_code\":0,\"result\":{\"sub_method\":\"discover\","
                      + "\"tpap_preferred\":false}}")
              : null;
      case "/app" -> Response.json("{\"error_code\":1003}");
      case "/app/handshake1" -> first(request);
      case "/app/handshake2" -> second(request);
      case "/app/request" -> request(request);
      default -> Response.of(404);
    };
  }

  private Response first(Request request) {
    counters.handshakes.incrementAndGet();
    if (request.body().length != 16) {
      return Response.of(400);
    }
    session = new Session(request.body(), seeds.get());
    byte[] proof =
        second
            ? hash(SHA256, session.local, session.remote, authHash)
            : hash(SHA256, session.local, authHash);
    String cookie = "TP_SESSIONID=" + session.id + ";TIMEOUT=86400";
    return new Response(200, cookie, join(session.remote, proof));
  }

  private Response second(Request request) {
    if (!mine(request)) {
      return Response.of(403);
    }
    byte[] proof =
        second
            ? hash(SHA256, session.remote, session.local, authHash)
            : hash(SHA256, session.remote, authHash);
    session.proven = Arrays.equals(proof, request.body());
    (session.proven ? counters.logins : counters.refused).incrementAndGet();
    return Response.of(session.proven ? 200 : 403);
  }

  private Response request(Request request) throws GeneralSecurityException {
    if (!mine(request) || !session.proven) {
      return Response.of(403);
    }
    int seq = Integer.parseInt(request.query().substring("seq=".length()));
    byte[] body = request.body();
    byte[] sealed = Arrays.copyOfRange(body, 32, body.length);
    if (!Arrays.equals(sign(seq, sealed), Arrays.copyOf(body, 32))) {
      return Response.of(403);
    }
    String plain = new String(crypt(Cipher.DECRYPT_MODE, seq, sealed), StandardCharsets.UTF_8);
    byte[] answer = crypt(Cipher.ENCRYPT_MODE, seq, utf8(methods.apply(plain)));
    return Response.ok(join(sign(seq, answer), answer));
  }

  private boolean mine(Request request) {
    return session != null && request.cookie().equals("TP_SESSIONID=" + session.id);
  }

  private byte[] derived(String label) {
    return hash(SHA256, utf8(label), session.local, session.remote, authHash);
  }

  private byte[] sign(int seq, byte[] sealed) {
    return hash(SHA256, Arrays.copyOf(derived("ldk"), 28), bytes(seq), sealed);
  }

  private byte[] crypt(int mode, int seq, byte[] input) throws GeneralSecurityException {
    byte[] iv = join(Arrays.copyOf(derived("iv"), 12), bytes(seq));
    return Crypto.aesCbc(mode, Arrays.copyOf(derived("lsk"), 16), iv, input);
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }
}
