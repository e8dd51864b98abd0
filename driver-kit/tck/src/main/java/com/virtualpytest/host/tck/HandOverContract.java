package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;
import static com.virtualpytest.host.tck.Findings.failure;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.tck.Bench.Opened;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version of the driver replaces an old one while the host runs. */
interface HandOverContract {
  Bench bench();

  @Test
  default void theNewVersionTakesOver() throws Exception {
    Driver old = bench().driver();
    Opened before = bench().open(old, bench().subject().device());
    bench().awaitReady(before);
    boolean shareable = old.info().shareable();
    if (!shareable) {
      bench().close(before);
    }
    Opened after = bench().open(bench().driver(), bench().subject().device());
    bench().awaitReady(after);
    if (shareable) {
      check(
          bench().run(before, bench().subject().works()).success(),
          "with the new controller open, the old one no longer works",
          "Let two controllers of one device be open at a time, or take asShareable() out of info()");
      bench().close(before);
    }
    check(
        bench().run(after, bench().subject().works()).success(),
        "once the old controller is closed, the new one does not work",
        "Controllers of two versions must not share anything: no files, ports or statics that"
            + " close() of one takes from the other");
  }

  @Test
  default void whenTheNewVersionFailsTheOldOneServesOn() throws Exception {
    Driver old = bench().driver();
    Opened serving = bench().open(old, bench().subject().device());
    bench().awaitReady(serving);
    boolean shareable = old.info().shareable();
    if (!shareable) {
      bench().close(serving);
    }
    failToOpen(bench().driver());
    if (!shareable) {
      serving = bench().open(old, bench().subject().device());
      bench().awaitReady(serving);
    }
    check(
        bench().run(serving, bench().subject().works()).success(),
        "a new version could not open the device, and now the old one does not work either",
        "A failed open() leaves nothing: close in it what it had opened before it throws");
  }

  @Test
  default void twoVersionsExistSideBySide() throws Exception {
    Driver first = bench().driver();
    Driver second = bench().driver();
    check(first.info().equals(second.info()), "info() differs", "info() depends on nothing");
    Opened device = bench().open(first, bench().subject().device());
    bench().awaitReady(device);
    bench().driver(); // as when a third one is tried and thrown away
    check(
        bench().run(device, bench().subject().works()).success(),
        "a second driver object exists, and the first one's controller fails",
        "A driver's activation touches nothing; no statics that hold state");
  }

  @Test
  default void updatesDoNotFillTheMemory(@TempDir Path folder) throws Exception {
    for (int update = 1; update <= 2; update++) {
      WeakReference<ClassLoader> version =
          OwnVersion.openAndClose(bench().subject(), folder.resolve("version" + update));
      bench()
          .await(
              () -> {
                System.gc();
                return version.refersTo(null);
              },
              () -> "everything is closed, but the classes of the driver are still in memory",
              "Something outlives the driver and knows one of its objects: a thread, a ThreadLocal, a"
                  + " shutdown hook, DriverManager, a cache of a library (Jackson's TypeFactory), a"
                  + " static field of a class outside of the bundle");
    }
  }

  private void failToOpen(Driver driver) throws Exception {
    try {
      bench().open(driver, bench().subject().wrongSettings().get(0));
    } catch (SettingException e) {
      return;
    }
    throw failure("a wrong setting was taken", "Throw SettingException in open()");
  }
}
