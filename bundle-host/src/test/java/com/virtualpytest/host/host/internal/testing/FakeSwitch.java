package com.virtualpytest.host.host.internal.testing;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.PowerController;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A power switch that keeps what it was told, and fails on demand. */
public final class FakeSwitch implements PowerController {

  public final List<String> told = new CopyOnWriteArrayList<>();
  public volatile Relay relay = Relay.ON;
  public volatile boolean deaf;
  public volatile boolean deafToOn;
  private final DriverContext context;

  public FakeSwitch(DriverContext context) {
    this.context = context;
    context.status().ready();
  }

  @Override
  public Status status() {
    return context.status().current();
  }

  @Override
  public void on() throws IOException {
    answer(deafToOn);
    told.add("on");
    relay = Relay.ON;
  }

  @Override
  public void off() throws IOException {
    answer(false);
    told.add("off");
    relay = Relay.OFF;
  }

  @Override
  public Relay relay() throws IOException {
    answer(false);
    return relay;
  }

  @Override
  public void close() {}

  private void answer(boolean deafToThis) throws IOException {
    if (deaf || deafToThis) {
      throw new IOException("no answer");
    }
  }
}
