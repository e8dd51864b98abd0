package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private final List<String> got = new ArrayList<>();
  private final Lines lines = new Lines(got::add);

  @Test
  void cutsAtAnyEndOfLineAndLeavesEmptyOnesOut() {
    accept("one\ntw");
    accept("o\r\n\nthree\rfour");
    assertThat(got).containsExactly("one", "two", "three");
    lines.end();
    assertThat(got).endsWith("four");
  }

  @Test
  void replacesWhatIsNoUtf8() {
    byte[] bytes = {'a', (byte) 0xff, 'b', '\n'};
    lines.accept(bytes, bytes.length);
    assertThat(got).containsExactly("a\uFFFDb");
  }

  @Test
  void replacesControlCharactersButTabs() {
    accept("a\u001b[31m\tb\n");
    assertThat(got).containsExactly("a\uFFFD[31m\tb");
  }

  @Test
  void boundsTheLength() {
    accept("x".repeat(3 * Lines.MAX_BYTES) + "\nnext\n");
    assertThat(got).containsExactly("x".repeat(Lines.MAX_BYTES) + "…", "next");
  }

  private void accept(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    lines.accept(bytes, bytes.length);
  }
}
