package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.tck.Bench.Opened;
import org.junit.jupiter.api.Test;

/** Passwords stay where they are. */
interface SecrecyContract {
  Bench bench();

  @Test
  default void noSecretIsInToString() throws Exception {
    Driver driver = bench().driver();
    Opened device = bench().open(driver, bench().subject().device());
    bench().awaitReady(device);
    secretFree("toString() of the driver", driver.toString());
    secretFree("toString() of the controller", device.controller().toString());
    secretFree("info()", driver.info().toString());
    secretFree("actions()", device.controller().actions().toString());
  }

  @Test
  default void noSecretGetsOut() throws Exception {
    Opened device = bench().openReady();
    secretFree("a result", bench().run(device, bench().subject().works()).toString());
    bench().lose(device);
    secretFree("a failed result", bench().run(device, bench().subject().works()).toString());
    bench().close(device);
    for (Status status : device.context().history()) {
      secretFree("the status", status.detail());
      secretFree("the status' hint", status.hint());
    }
    device.context().logged().forEach(line -> secretFree("the log", line));
    device.context().events().forEach(event -> secretFree("an event", event.toString()));
  }

  @Test
  default void noSecretIsInARefusal() throws Exception {
    for (WrongSetting wrong : bench().subject().wrongSettings()) {
      try {
        bench().open(bench().driver(), wrong);
      } catch (SettingException e) {
        secretFree("the message about " + e.variable(), e.getMessage());
      }
    }
  }

  @Test
  default void eventsHoldWhatJsonCanHold() throws Exception {
    Opened device = bench().openReady();
    bench().run(device, bench().subject().works());
    for (TestContext.Event event : device.context().events()) {
      check(
          event.type().matches("[A-Za-z0-9_-]+"),
          "an event's type is \"" + event.type() + "\"",
          "Use letters, digits, _ and - in context.publish(type, …)");
      String wrong = Json.notJson(event.type(), event.details());
      check(
          wrong == null,
          "an event holds " + wrong,
          "Publish texts, numbers, booleans, lists and maps");
    }
  }

  private void secretFree(String where, String text) {
    for (String secret : bench().subject().secrets()) {
      check(
          text == null || !text.contains(secret),
          "a secret is in " + where,
          "Leave it out: override toString() of records that hold secrets, and write no settings"
              + " into messages");
    }
  }
}
