package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.driver.PowerController.Relay;
import java.io.IOException;
import java.time.Duration;

/** A relay in memory, which can be taken away and slowed down. */
public final class MemoryRelay implements Hardware {
  private volatile boolean away;
  private volatile Duration delay = Duration.ZERO;
  private volatile Relay relay = Relay.ON;

  @Override
  public void takeAway() {
    away = true;
  }

  @Override
  public void bringBack() {
    away = false;
    delay = Duration.ZERO;
  }

  @Override
  public void slowDown(Duration answer) {
    delay = answer;
  }

  /** How long it takes for an answer. */
  public Duration delay() {
    return delay;
  }

  /** Its position. */
  public Relay ask() throws IOException, InterruptedException {
    Thread.sleep(delay.toMillis());
    if (away) {
      throw new IOException("nobody there");
    }
    return relay;
  }

  /** Moves it. */
  public void set(Relay to) throws IOException, InterruptedException {
    ask();
    relay = to;
  }
}
