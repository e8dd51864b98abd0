package com.virtualpytest.host.host.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.host.internal.testing.RecordedEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RecordedEvents events = new RecordedEvents();
  private final Leases leases = new Leases(events);

  @Test
  void whoTakesADeviceHasIt() {
    Lease first = leases.take("device1", "a", HOUR);
    Lease second = leases.take("device1", "b", HOUR);

    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(leases.held("device1")).contains(second);
    assertThat(leases.refusal("device1", first.number())).isPresent();
    assertThat(leases.refusal("device1", second.number())).isEmpty();
    assertThat(leases.refusal("device1", null)).isEmpty();
  }

  @Test
  void theSameSessionKeepsItsNumber() {
    Lease first = leases.take("device1", "a", HOUR);

    assertThat(leases.take("device1", "a", HOUR).number()).isEqualTo(first.number());
    assertThat(events.all()).containsExactly(Topics.LEASE + "taken device1");
  }

  @Test
  void onlyItsHolderEndsALease() {
    leases.take("device1", "a", HOUR);

    leases.release("device1", "b");
    leases.release("device1", null);
    assertThat(leases.held("device1")).isPresent();
    leases.release("device1", "a");
    assertThat(leases.held("device1")).isEmpty();
  }

  @Test
  void aLeaseEndsByItself() {
    Lease taken = leases.take("device1", "a", Duration.ZERO);

    assertThat(leases.held("device1")).isEmpty();
    assertThat(leases.refusal("device1", taken.number())).isPresent();
  }
}
