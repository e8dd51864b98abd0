package com.virtualpytest.host.host.internal.deploy;

import java.util.Objects;

/**
 * Why a jar does not serve, in words for a user: no path, no secret, no library's text.
 *
 * @param kind what it means for trying again
 * @param detail what is the case
 * @param hint what a person can do; null when nothing
 */
record Problem(Kind kind, String detail, String hint) {

  Problem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(detail, "detail");
  }

  /**
   * What hangs cannot be taken out of a JVM.
   *
   * @param label names the content
   */
  Problem held(String label) {
    return new Problem(
        Kind.STUCK,
        "%s; thread and class loader of %s are held until restart".formatted(detail, label),
        hint);
  }

  /** What a problem means for trying again. */
  enum Kind {
    /** The file itself is wrong; only another content helps. */
    REFUSED,
    /** It is not signed by anybody whom this host trusts; only another content helps. */
    UNTRUSTED,
    /** Something that others offer is missing; worth another try when another bundle changed. */
    UNRESOLVED,
    /** Equal or lower version than the running one, and such are not wanted. */
    NOT_NEWER,
    /** It was tried and did not come up; only another content, or a restart, helps. */
    NOT_STARTED,
    /** It could not be tried, for something long was under way; tried again later. */
    BUSY,
    /** Its code hangs; it is left alone, in this run and in later ones. */
    STUCK,
    /** The host's own disk; tried again soon. */
    STORAGE
  }
}
