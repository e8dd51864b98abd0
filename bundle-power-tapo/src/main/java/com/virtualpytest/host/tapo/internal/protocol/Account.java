package com.virtualpytest.host.tapo.internal.protocol;

import java.util.List;
import java.util.Objects;

/**
 * The TP-Link account that a plug belongs to. Both parts count letter by letter, in UTF-8; {@code
 * toString} shows neither.
 */
public record Account(String user, String password) {

  /** What plugs accept that were not given an account yet: as Tapo, as Kasa, and without names. */
  static final List<Account> OF_NEW_PLUGS =
      List.of(
          new Account("test@tp-link.net", "test"),
          new Account("kasa@tp-link.net", "kasaSetup"),
          new Account("", ""));

  public Account {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "Account[…]";
  }
}
