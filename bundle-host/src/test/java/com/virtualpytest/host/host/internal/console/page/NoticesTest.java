package com.virtualpytest.host.host.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesTest {

  private final Notices notices = new Notices();

  @Test
  void keepsWhatIsToBeToldUnderAnIdThatNobodyGuesses() {
    List<Notice> told = List.of(Notice.done("one"), Notice.refused("two", "hint"));

    String id = notices.keep(told);

    assertThat(id).hasSize(36);
    assertThat(notices.of(id)).isEqualTo(told);
    assertThat(notices.of("another")).isEmpty();
    assertThat(notices.of(null)).isEmpty();
  }

  @Test
  void forgetsTheOldest() {
    String first = notices.keep(List.of(Notice.done("first")));
    String last = first;
    for (int i = 0; i < 100; i++) {
      last = notices.keep(List.of(Notice.done("later")));
    }

    assertThat(notices.of(first)).isEmpty();
    assertThat(notices.of(last)).isNotEmpty();
  }
}
