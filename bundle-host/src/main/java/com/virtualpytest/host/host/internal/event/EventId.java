package com.virtualpytest.host.host.internal.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event: {@code 1795482000000-42}.
 *
 * @param run when this run of the host began, in milliseconds since the epoch: numbers of another
 *     run mean other events
 * @param number counts from 1
 */
record EventId(long run, long number) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})");

  /** The id that a client sent back; empty when it is none. */
  static Optional<EventId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return run + "-" + number;
  }
}
