package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks what is on the screen. A screen that could not be read is no verdict. */
public final class ElementChecks {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final AndroidDevice device;

  public ElementChecks(AndroidDevice device) {
    this.device = device;
  }

  /** What a look at the screen found. */
  private record Look(String term, int matches) {}

  /**
   * Waits until one of the terms is on the screen.
   *
   * @param search {@code A|B}: any of them
   * @param within 0 looks once
   */
  public Verdict appears(String search, Duration within) throws InterruptedException {
    Waiting waiting = new Waiting(search, within);
    Look look = waiting.until(true);
    return look.matches > 0
        ? verdict(
            true,
            "Element found after %s using term '%s'".formatted(waiting.took(), look.term),
            search,
            look)
        : verdict(
            false,
            "Element '%s' not found after %s".formatted(search, waiting.took()),
            search,
            look);
  }

  /**
   * Waits until none of the terms is on the screen.
   *
   * @param search {@code A|B}: none of them
   * @param within 0 looks once
   */
  public Verdict disappears(String search, Duration within) throws InterruptedException {
    Waiting waiting = new Waiting(search, within);
    Look look = waiting.until(false);
    return look.matches == 0
        ? verdict(
            true,
            "Element '%s' disappeared after %s".formatted(search, waiting.took()),
            search,
            look)
        : verdict(
            false,
            "Element '%s' still present after %s".formatted(search, waiting.took()),
            search,
            look);
  }

  private static Verdict verdict(boolean passed, String message, String search, Look look) {
    String extracted =
        look.matches == 0 && !passed ? "No matches found" : "Found " + look.matches + " matches";
    return new Verdict(passed, message, passed ? 1 : 0, search, extracted, Map.of());
  }

  /** One check over its time. */
  private final class Waiting {
    private final List<String> terms;
    private final long begin = System.nanoTime();
    private final long within;

    Waiting(String search, Duration within) {
      this.terms = ElementSearch.terms(search);
      this.within = within.toNanos();
    }

    String took() {
      double seconds = (System.nanoTime() - begin) / 1e9;
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }

    /** The last look, when it is as wanted or when the time is over. */
    Look until(boolean present) throws InterruptedException {
      while (true) {
        boolean last = System.nanoTime() - begin >= within;
        try {
          Look look = look();
          if (look.matches > 0 == present || System.nanoTime() - begin >= within) {
            return look;
          }
        } catch (ApiException e) {
          // a screen that moves cannot be read for a moment; a device that is gone is another
          // matter
          if (last || e.code() != ErrorCode.DEVICE_REFUSED) {
            throw e;
          }
        }
        Thread.sleep(BETWEEN.toMillis());
      }
    }

    private Look look() throws InterruptedException {
      List<UiElement> elements = device.elements();
      for (String term : terms) {
        int matches = ElementSearch.byWord(term, elements).size();
        if (matches > 0) {
          return new Look(term, matches);
        }
      }
      return new Look("", 0);
    }
  }
}
