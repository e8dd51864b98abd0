package com.virtualpytest.host.simulators.tapo;

/** What a plug speaks, oldest first. */
public enum Firmware {
  /** securePassthrough. */
  AES("1.1.6 Build 221114 Rel.203339", "AES", 2),
  /** KLAP with the hashes of Kasa. */
  KLAP1("1.2.1 Build 230804 Rel.183617", "KLAP", 1),
  /** KLAP with the hashes of Tapo. */
  KLAP2("1.3.1 Build 240621 Rel.162048", "KLAP", 2),
  /** SPAKE2+ and AES-CCM. */
  TPAP("1.4.8 Build 260312 Rel.101522", "TPAP", 2);

  final String version;
  final String encryptType;
  final int loginVersion;

  Firmware(String version, String encryptType, int loginVersion) {
    this.version = version;
    this.encryptType = encryptType;
    this.loginVersion = loginVersion;
  }
}
