package com.virtualpytest.host.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.tck.bad.IgnoresItsDeadline;
import com.virtualpytest.host.tck.bad.LeaksAThread;
import com.virtualpytest.host.tck.bad.LiesAboutItsState;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Drivers that break the contract are found out, and their authors are told what to change. */
class BadDriversTest {

  @Test
  void aThreadThatIsLeftBehind() {
    String message = verdict(LeaksAThread.class, "closeEndsAllThreads");
    assertThat(message)
        .contains("these threads run on: \"forgotten\"")
        .contains("LeaksAThread")
        .contains("End them in Controller.close()");
  }

  @Test
  void aStateThatIsALie() {
    assertThat(verdict(LiesAboutItsState.class, "theStatusSaysWhenTheHardwareGoes"))
        .contains("the hardware is gone, but the status still is ready")
        .contains("The status lies: ask the hardware regularly");
    assertThat(verdict(LiesAboutItsState.class, "aProbeTellsTheTruthOfNow"))
        .contains("The probe lies");
    assertThat(verdict(LiesAboutItsState.class, "missingHardwareIsNoReasonToFail"))
        .contains("Say ready() only when the hardware has answered");
  }

  @Test
  void aDeadlineThatIsIgnored() {
    assertThat(verdict(IgnoresItsDeadline.class, "aCommandEndsWhenItIsInterrupted"))
        .contains("execute power_on had not returned after PT4S")
        .contains("The command ignores its deadline");
  }

  @Test
  void whatIsRightWithThemIsNotBlamed() {
    assertThat(failures(LeaksAThread.class, "infoIsAlwaysTheSame")).isEmpty();
    assertThat(failures(LiesAboutItsState.class, "closeEndsAllThreads")).isEmpty();
    assertThat(failures(IgnoresItsDeadline.class, "aCommandWorks")).isEmpty();
  }

  @Test
  void theContractIsWide() {
    List<Method> tests =
        Arrays.stream(MemoryDriverTest.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .toList();
    assertThat(tests).hasSizeGreaterThanOrEqualTo(45);
  }

  private static String verdict(Class<?> contract, String test) {
    Map<String, String> failures = failures(contract, test);
    assertThat(failures).containsOnlyKeys(test + "()");
    return failures.get(test + "()");
  }

  /** Messages of the tests that failed, by their names. */
  private static Map<String, String> failures(Class<?> contract, String test) {
    Map<String, String> failed = new LinkedHashMap<>();
    List<String> run = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier id, TestExecutionResult result) {
            if (id.isTest()) {
              run.add(id.getDisplayName());
            }
            result
                .getThrowable()
                .ifPresent(thrown -> failed.put(id.getDisplayName(), thrown.getMessage()));
          }
        };
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectMethod(contract, test))
            .build();
    LauncherFactory.create().execute(request, listener);
    assertThat(run).hasSize(1);
    return failed;
  }
}
