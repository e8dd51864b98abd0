package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TicketsTest {

  private final SettableClock clock = new SettableClock();
  private final Tickets tickets = new Tickets(clock);

  @Test
  void isGoodOnce() {
    String ticket = tickets.issue("/host/events", Duration.ofSeconds(60));
    assertThat(tickets.redeem(ticket, "/host/events")).isTrue();
    assertThat(tickets.redeem(ticket, "/host/events")).isFalse();
  }

  @Test
  void isGoodForItsPathOnlyAndUsedUpByATry() {
    String ticket = tickets.issue("/host/events", Duration.ofSeconds(60));
    assertThat(tickets.redeem(ticket, "/host/devices")).isFalse();
    assertThat(tickets.redeem(ticket, "/host/events")).isFalse();
  }

  @Test
  void endsWithItsTime() {
    String ticket = tickets.issue("/host/events", Duration.ofSeconds(5));
    clock.now = clock.now.plusSeconds(5);
    assertThat(tickets.redeem(ticket, "/host/events")).isFalse();
  }

  @Test
  void isBoundedInNumberUntilOldOnesEnd() {
    for (int i = 0; i < Tickets.LIMIT; i++) {
      assertThat(tickets.issue("/host/events", Duration.ofSeconds(5))).isNotNull();
    }
    assertThat(tickets.issue("/host/events", Duration.ofSeconds(5))).isNull();
    clock.now = clock.now.plusSeconds(6);
    assertThat(tickets.issue("/host/events", Duration.ofSeconds(5))).isNotNull();
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
