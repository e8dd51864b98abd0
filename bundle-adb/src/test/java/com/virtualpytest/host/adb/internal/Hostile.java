package com.virtualpytest.host.adb.internal;

import java.util.stream.Stream;

/** What a shell would take for more than a text, were it not quoted or refused. */
final class Hostile {

  private Hostile() {}

  static Stream<String> texts() {
    return Stream.of(
        "two words",
        "it's \"quoted\"",
        "a;id",
        "$(id) `id` $HOME",
        "a && b || c | d > /sdcard/x",
        "100%s sure %d",
        "back\\slash * ? [x] {a,b} ~ # !",
        "-n --help",
        "'; input keyevent 26; '",
        "/node/x[0]; reboot");
  }
}
