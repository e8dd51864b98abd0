package com.virtualpytest.host.tapo.internal.protocol;

import static com.virtualpytest.host.tapo.internal.protocol.Digests.md5;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha1;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.sha256;
import static com.virtualpytest.host.tapo.internal.protocol.Digests.utf8;

/**
 * The hashes in which the two versions of KLAP differ. A plug's model does not tell which one it
 * speaks; the hash in its first answer does.
 */
enum KlapVersion {
  V1(Protocol.KLAP_V1) {
    @Override
    byte[] authHash(Account account) {
      return md5(md5(utf8(account.user())), md5(utf8(account.password())));
    }

    @Override
    byte[] serverHash(byte[] localSeed, byte[] remoteSeed, byte[] authHash) {
      return sha256(localSeed, authHash);
    }

    @Override
    byte[] clientHash(byte[] localSeed, byte[] remoteSeed, byte[] authHash) {
      return sha256(remoteSeed, authHash);
    }
  },
  V2(Protocol.KLAP_V2) {
    @Override
    byte[] authHash(Account account) {
      return sha256(sha1(utf8(account.user())), sha1(utf8(account.password())));
    }

    @Override
    byte[] serverHash(byte[] localSeed, byte[] remoteSeed, byte[] authHash) {
      return sha256(localSeed, remoteSeed, authHash);
    }

    @Override
    byte[] clientHash(byte[] localSeed, byte[] remoteSeed, byte[] authHash) {
      return sha256(remoteSeed, localSeed, authHash);
    }
  };

  private final Protocol protocol;

  KlapVersion(Protocol protocol) {
    this.protocol = protocol;
  }

  Protocol protocol() {
    return protocol;
  }

  /** What stands for the account everywhere. */
  abstract byte[] authHash(Account account);

  /** What the plug proves itself with. */
  abstract byte[] serverHash(byte[] localSeed, byte[] remoteSeed, byte[] authHash);

  /** What the client proves itself with. */
  abstract byte[] clientHash(byte[] localSeed, byte[] remoteSeed, byte[] authHash);
}
