package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.hex;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.md5;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha1;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha256;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** What a plug wants to be derived from the account, as its {@code extra_crypt} says. */
final class TpapCredential {
  private static final int SHA1 = 2;
  private static final int MD5_AND_ADDRESS = 3;

  private TpapCredential() {}

  /**
   * @param extraCrypt of the plug's answer to {@code pake_register}
   * @param mac of the plug, in any spelling
   * @throws PlugException {@code REFUSED}: it asks for a form that only other devices have
   */
  static String of(Account account, JsonNode extraCrypt, String mac) throws PlugException {
    JsonNode params = extraCrypt.has("params") ? extraCrypt.path("params") : extraCrypt;
    String type = extraCrypt.path("type").asText("");
    return switch (type) {
      case "" ->
          account.user().isEmpty() ? account.password() : account.user() + "/" + account.password();
      case "password_shadow" -> shadow(account, params.path("passwd_id").asInt(), mac);
      case "password_sha_with_salt" -> salted(account, params);
      default -> throw unknown(type);
    };
  }

  private static String shadow(Account account, int id, String mac) throws PlugException {
    return switch (id) {
      case SHA1 -> hex(sha1(utf8(account.password())));
      case MD5_AND_ADDRESS -> hex(sha1(utf8(hex(md5(utf8(account.user()))) + "_" + colons(mac))));
      default -> throw unknown("password_shadow " + id);
    };
  }

  private static String salted(Account account, JsonNode params) throws PlugException {
    try {
      String name = params.path("sha_name").asInt() == 0 ? "admin" : "user";
      byte[] salt = Base64.getMimeDecoder().decode(params.path("sha_salt").asText());
      String salted = name + new String(salt, StandardCharsets.UTF_8) + account.password();
      return hex(sha256(utf8(salted)));
    } catch (IllegalArgumentException e) {
      throw PlugException.garbled("The plug's salt cannot be read", e);
    }
  }

  private static String colons(String mac) {
    String digits = mac.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
    return digits.replaceAll("(..)(?=.)", "$1:");
  }

  private static PlugException unknown(String type) {
    return PlugException.of(
        PlugException.Problem.REFUSED,
        "The plug wants the password in a form that is not known here (" + type + ")",
        "Switch Third-Party Compatibility on in the Tapo app: the plug then speaks klap2");
  }
}
