package com.virtualpytest.host.tapo.internal.protocol;

import java.util.Optional;

/** The protocols that plugs have spoken, one after the other, over their firmware versions. */
public enum Protocol {
  /** The first one: RSA handshake, AES, login with the account. */
  AES("aes"),
  /** Handshake by hashes of the account, as Kasa plugs do it. */
  KLAP_V1("klap1"),
  /** The same with other hashes: Tapo plugs from 2023 on. */
  KLAP_V2("klap2"),
  /** SPAKE2+ and AES-CCM: firmware 1.4.0 and later. */
  TPAP("tpap");

  private final String wireName;

  Protocol(String wireName) {
    this.wireName = wireName;
  }

  /** The name in answers and files. */
  public String wireName() {
    return wireName;
  }

  /** The protocol of that name, or empty when there is none. */
  public static Optional<Protocol> of(String name) {
    for (Protocol protocol : values()) {
      if (protocol.wireName.equals(name)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
