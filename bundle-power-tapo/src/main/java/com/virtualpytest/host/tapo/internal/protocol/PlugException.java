package com.virtualpytest.host.tapo.internal.protocol;

import java.io.IOException;

/** A plug did not do what it was asked. Text and hint are for people and hold no secret. */
public final class PlugException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Problem {
    /** Nobody listens at that address; a probe may wake it. */
    CLOSED,
    /** It listens, but does not answer. */
    UNREACHABLE,
    /** It answers, but not in the protocol that was tried. */
    OTHER_PROTOCOL,
    /** It refuses everybody but its own app. */
    THIRD_PARTY,
    /** The account is not the plug's. */
    WRONG_ACCOUNT,
    /** Too many wrong logins; it takes none for a while. */
    LOCKED,
    /** It forgot the session: it restarted, or somebody else logged in. */
    SESSION_LOST,
    /** It understood and refused. */
    REFUSED,
    /** What it answers makes no sense. */
    GARBLED
  }

  private final Problem problem;
  private final String hint;
  private final int code;

  private PlugException(Problem problem, String message, String hint, int code, Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.hint = hint;
    this.code = code;
  }

  static PlugException of(Problem problem, String message, String hint) {
    return new PlugException(problem, message, hint, 0, null);
  }

  static PlugException unreachable(
      Problem problem, PlugAddress address, String how, Throwable cause) {
    return new PlugException(
        problem,
        "The plug at " + address + " " + how,
        "Look whether the plug has power and Wi-Fi, and whether the address is right. After a power"
            + " cut some firmware takes minutes until it answers",
        0,
        cause);
  }

  static PlugException otherProtocol(Protocol tried, String why) {
    return of(Problem.OTHER_PROTOCOL, "The plug does not speak " + tried.wireName(), why);
  }

  static PlugException wrongAccount() {
    return of(
        Problem.WRONG_ACCOUNT,
        "The plug does not accept the e-mail or password",
        "Check DEVICEn_POWER_EMAIL and DEVICEn_POWER_PWD (or TAPO_USERNAME and TAPO_PASSWORD): they"
            + " are those of the Tapo app, upper and lower case count");
  }

  static PlugException thirdParty() {
    return of(
        Problem.THIRD_PARTY,
        "The plug refuses clients other than its app",
        "Third-Party Compatibility must be switched off and on again in the Tapo app (Me,"
            + " Third-Party Services) after a firmware update or when the plug was added");
  }

  static PlugException garbled(String what, Throwable cause) {
    return new PlugException(
        Problem.GARBLED, what, "Look whether the address is that of a Tapo plug", 0, cause);
  }

  static PlugException sessionLost() {
    return of(Problem.SESSION_LOST, "The plug has ended the session", null);
  }

  static PlugException locked(long minutes) {
    return new PlugException(
        Problem.LOCKED,
        "The plug accepts no login for " + minutes + " min after wrong passwords",
        "Correct the account, then wait; the host does not try before",
        (int) minutes,
        null);
  }

  /** What an error code of the plug means. */
  static PlugException ofCode(int code) {
    return switch (code) {
      case 1002, 9999, -2203, -40401, -40413 -> sessionLost();
      case -1501, 1111, -40412 -> wrongAccount();
      case 1003 ->
          of(Problem.OTHER_PROTOCOL, "The plug wants another protocol", "Its firmware is newer");
      case -40404 -> of(Problem.LOCKED, "The plug has blocked this host", "Wait some minutes");
      default ->
          new PlugException(
              Problem.REFUSED, "The plug answered with error " + code, meaning(code), code, null);
    };
  }

  private static String meaning(int code) {
    return switch (code) {
      case -1002 -> "This plug does not know that";
      case -1008 -> "The plug does not like a value";
      case -1301 -> "The plug reports a fault of its own";
      default -> null;
    };
  }

  public Problem problem() {
    return problem;
  }

  /** What a person can do; null when nothing. */
  public String hint() {
    return hint;
  }

  /** The plug's error code, or the minutes for which it is {@code LOCKED}; 0 when there is none. */
  public int code() {
    return code;
  }
}
