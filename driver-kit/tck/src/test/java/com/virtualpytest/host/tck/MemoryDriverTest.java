package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.driver.Driver;

/** A driver as it should be keeps to the contract. */
class MemoryDriverTest extends MemoryContract {
  @Override
  protected Driver driver(MemoryRelay hardware) {
    return new MemoryDriver(hardware);
  }
}
