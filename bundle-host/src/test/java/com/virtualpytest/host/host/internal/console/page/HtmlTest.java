package com.virtualpytest.host.host.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

  @Test
  void escapesTextsAndValues() {
    String markup =
        new Html().element("td", "<script>alert('&')</script>", "title", "\"><b>").toString();

    assertThat(markup)
        .isEqualTo(
            "<td title=\"&quot;&gt;&lt;b&gt;\">"
                + "&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</td>\n");
  }

  @Test
  void leavesNothingToTheConsolesOwnVariables() {
    assertThat(Html.escape("${appRoot}")).isEqualTo("&#36;{appRoot}");
  }

  @Test
  void writesNothingForNull() {
    assertThat(new Html().cell(null, null).toString()).isEqualTo("<td></td>\n");
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0 s",
    "0, 0 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "12000, 3 h 20 min",
    "200000, 2 d"
  })
  void tellsTimesInShort(long seconds, String text) {
    assertThat(Times.length(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void tellsTimesExactly() {
    Instant time = Instant.parse("2026-02-03T04:05:06.789Z");

    assertThat(new Html().timeCell("now", time).toString())
        .contains("title=\"2026-02-03 04:05:06 UTC\"");
  }
}
