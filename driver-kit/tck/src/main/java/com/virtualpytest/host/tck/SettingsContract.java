package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;
import static com.virtualpytest.host.tck.Findings.failure;

import com.virtualpytest.host.api.device.SettingException;
import org.junit.jupiter.api.Test;

/** What becomes of a user's mistakes. */
interface SettingsContract {
  Bench bench();

  @Test
  default void aMistakeIsRefusedByItsName() throws Exception {
    check(
        !bench().subject().wrongSettings().isEmpty(),
        "wrongSettings() is empty",
        "Name at least one mistake that users make");
    for (WrongSetting wrong : bench().subject().wrongSettings()) {
      SettingException refusal = refusal(wrong);
      String variable = bench().variable(wrong);
      check(
          variable.equals(refusal.variable()),
          "the mistake is in " + variable + ", the message says \"" + refusal.getMessage() + "\"",
          "Throw new SettingException(device.variable(\""
              + wrong.setting()
              + "\"), \"must be …\")");
    }
  }

  @Test
  default void theRefusalSaysWhatIsAllowed() throws Exception {
    for (WrongSetting wrong : bench().subject().wrongSettings()) {
      SettingException refusal = refusal(wrong);
      String rest = refusal.getMessage().substring(refusal.variable().length()).strip();
      check(
          rest.contains(" ") && !rest.matches("(?s).*(Exception|null|\\.java|\\bat [a-z]+\\.).*"),
          "the user reads \"" + refusal.getMessage() + "\"",
          "Go on after the variable with a verb and what is allowed: \"must be …\", \"is not"
              + " set\"; never with the text of an exception");
    }
  }

  @Test
  default void aMistakeLeavesNothingOpen() throws Exception {
    for (WrongSetting wrong : bench().subject().wrongSettings()) {
      refusal(wrong);
    }
    bench()
        .awaitNoThreads(
            "after settings were refused",
            "Read and check all settings first, before anything is started");
  }

  @Test
  default void aMistakeIsFoundWithoutHardware() throws Exception {
    bench().subject().hardware().takeAway();
    for (WrongSetting wrong : bench().subject().wrongSettings()) {
      refusal(wrong);
    }
  }

  private SettingException refusal(WrongSetting wrong) throws Exception {
    String what = bench().variable(wrong) + (wrong.value() == null ? " is not set" : " is wrong");
    try {
      bench().open(bench().driver(), wrong);
    } catch (SettingException e) {
      return e;
    } catch (Exception e) {
      throw failure(
          what + ", and open() threw something else",
          "Throw SettingException: it is shown to the user and not tried again",
          e);
    }
    throw failure(
        what + ", but open() took it",
        "Check all settings in open(), before anything is touched, and throw SettingException");
  }
}
