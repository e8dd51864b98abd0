package com.virtualpytest.host.tapo.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorsTest {

  @ParameterizedTest
  @EnumSource(KlapVersion.class)
  void klapHandshakes(KlapVersion version) {
    Vectors v = klap(version);
    byte[] auth = version.authHash(v.account());
    byte[] local = v.bytes("local_seed");
    byte[] remote = v.bytes("remote_seed");

    assertThat(auth).isEqualTo(v.bytes("auth_hash"));
    assertThat(version.serverHash(local, remote, auth)).isEqualTo(v.bytes("server_hash"));
    assertThat(version.clientHash(local, remote, auth)).isEqualTo(v.bytes("handshake2_body"));
  }

  @ParameterizedTest
  @EnumSource(KlapVersion.class)
  void klapMessages(KlapVersion version) throws Exception {
    Vectors v = klap(version);
    KlapCipher cipher = cipher(v);

    for (Vectors message : v.messages()) {
      KlapCipher.Sealed sealed = cipher.seal(message.text("request_plain"));
      assertThat(sealed.seq()).isEqualTo(message.number("seq"));
      assertThat(sealed.body()).isEqualTo(message.bytes("request_body"));
      assertThat(cipher.open(sealed.seq(), message.bytes("response_body")))
          .isEqualTo(message.text("response_plain"));
    }
  }

  @Test
  void aKlapAnswerThatWasChangedIsNotRead() {
    Vectors v = klap(KlapVersion.V2);
    Vectors message = v.messages().iterator().next();
    byte[] body = message.bytes("response_body");
    body[40] ^= 1;

    assertThatThrownBy(() -> cipher(v).open(message.number("seq"), body))
        .isInstanceOfSatisfying(
            PlugException.class,
            e -> assertThat(e.problem()).isEqualTo(PlugException.Problem.GARBLED));
  }

  @Test
  void hashesOfPlugsWithoutAnAccount() {
    for (Account account : Account.OF_NEW_PLUGS.subList(0, 2)) {
      Vectors v = Vectors.of(account.user().startsWith("test") ? "default TAPO" : "default KASA");
      assertThat(account).isEqualTo(v.account());
      assertThat(KlapVersion.V1.authHash(account)).isEqualTo(v.bytes("v1"));
      assertThat(KlapVersion.V2.authHash(account)).isEqualTo(v.bytes("v2"));
    }
  }

  @Test
  void securePassthrough() throws Exception {
    Vectors v = Vectors.of("securePassthrough");
    byte[] pkcs8 = Base64.getDecoder().decode(v.text("private_key_pkcs8_b64"));
    byte[] keyAndIv =
        AesSession.decrypt(
            v.text("handshake_result_key"),
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    AesCipher cipher = new AesCipher(keyAndIv);

    assertThat(HexFormat.of().formatHex(keyAndIv)).isEqualTo(v.text("aes_key") + v.text("aes_iv"));
    assertThat(cipher.seal(v.text("login_plain"))).isEqualTo(v.text("login_request_b64"));
    assertThat(cipher.seal(v.text("get_plain"))).isEqualTo(v.text("get_request_b64"));
    assertThat(cipher.open(v.text("resp_b64"))).isEqualTo(v.text("resp_plain"));
  }

  @Test
  void bothFormsOfTheLogin() {
    Vectors v = Vectors.of("securePassthrough");
    Account account = new Account("tester@example.com", "s3cret-Pass");
    JsonNode first = AesSession.login(account, 1);
    JsonNode second = AesSession.login(account, 2);

    assertThat(first.path("username").asText()).isEqualTo(v.text("username_field"));
    assertThat(first.path("password").asText()).isEqualTo(v.text("password_field_v1"));
    assertThat(second.path("password2").asText()).isEqualTo(v.text("password2_field"));
    assertThat(second.has("password")).isFalse();
  }

  @Test
  void tpapKeys() throws Exception {
    Vectors v = Vectors.of("TPAP suite 1");
    JsonNode shadow = Json.read("{\"type\":\"password_shadow\",\"params\":{\"passwd_id\":2}}");
    String credential = TpapCredential.of(v.account(), shadow, "AA-BB-CC-DD-EE-FF");
    Spake2Plus pake =
        new Spake2Plus(
            credential, v.bytes("dev_salt"), v.number("iterations"), v.big("x_client_secret"));
    byte[] context =
        Digests.sha256(
            "PAKE V1".getBytes(StandardCharsets.UTF_8),
            v.bytes("user_random"),
            v.bytes("dev_random"));
    Spake2Plus.Keys keys = pake.keys(context, v.bytes("R_dev_share"));

    assertThat(credential).isEqualTo(v.text("credential_string"));
    assertThat(pake.share()).isEqualTo(v.bytes("L_user_share"));
    assertThat(keys.clientProof()).isEqualTo(v.bytes("user_confirm"));
    assertThat(keys.deviceProof()).isEqualTo(v.bytes("dev_confirm"));
    assertThat(keys.key()).isEqualTo(v.bytes("shared_key_K"));
  }

  @Test
  void tpapMessages() throws Exception {
    Vectors v = Vectors.of("TPAP suite 1");
    TpapCipher cipher = new TpapCipher(v.bytes("shared_key_K"));

    for (Vectors message : v.messages()) {
      assertThat(cipher.seal(message.number("seq"), message.text("request_plain")))
          .isEqualTo(message.bytes("request_body"));
      assertThat(cipher.open(message.bytes("response_body")))
          .isEqualTo(message.text("response_plain"));
    }
  }

  @Test
  void aShareThatIsNoPointIsRefused() throws Exception {
    Vectors v = Vectors.of("TPAP suite 1");
    Spake2Plus pake = new Spake2Plus("secret", v.bytes("dev_salt"), 1, v.big("x_client_secret"));
    byte[] share = v.bytes("R_dev_share");
    share[64] ^= 1;

    assertThatThrownBy(() -> pake.keys(new byte[32], share)).isInstanceOf(PlugException.class);
    assertThatThrownBy(() -> pake.keys(new byte[32], new byte[] {0}))
        .isInstanceOf(PlugException.class);
  }

  @Test
  void theProbe() {
    String pem = "-----BEGIN PUBLIC KEY-----\nTEST\n-----END PUBLIC KEY-----\n";

    assertThat(HexFormat.of().formatHex(Probe.datagram(0x01020304, pem)))
        .isEqualTo(
            "0200000100551100010203042538326a7b22706172616d73223a7b227273615f6b6579223a22"
                + "2d2d2d2d2d424547494e205055424c4943204b45592d2d2d2d2d5c6e544553545c6e2d2d2d2d"
                + "2d454e44205055424c4943204b45592d2d2d2d2d5c6e227d7d");
  }

  private static Vectors klap(KlapVersion version) {
    return Vectors.of("KLAP " + version.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static KlapCipher cipher(Vectors v) {
    return new KlapCipher(v.bytes("local_seed"), v.bytes("remote_seed"), v.bytes("auth_hash"));
  }
}
