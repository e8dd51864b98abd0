package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.AndroidDevice;
import com.virtualpytest.host.adb.internal.android.ElementChecks;
import com.virtualpytest.host.adb.internal.android.ElementSearch;
import com.virtualpytest.host.adb.internal.android.MenuInfo;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.UiElement.Bounds;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.driver.VerificationDescription.Output;
import com.virtualpytest.host.api.driver.VerificationDescription.Param;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An Android phone or tablet: a remote control, and checks of what is on its screen. */
final class AndroidMobileController extends AndroidController implements VerificationController {
  private static final String TYPE = "adb";
  private static final int MAX_MILLIS = 60_000;

  private final AndroidDevice device;
  private final ElementChecks checks;

  AndroidMobileController(DeviceLink link, AndroidDevice device) {
    super(link, device, RemoteCommands.mobile(device));
    this.device = device;
    this.checks = new ElementChecks(device);
  }

  @Override
  public List<ActionDescription> actions() {
    return AndroidActions.mobile();
  }

  @Override
  public List<UiElement> elements() throws InterruptedException {
    return device.dump().elements();
  }

  @Override
  public List<VerificationDescription> verifications() {
    List<Param> waiting =
        List.of(
            new Param(
                "search_term",
                "string",
                true,
                "",
                "What to look for; A|B means either",
                "Settings"),
            new Param(
                "timeout", "number", false, 0.0, "Milliseconds to wait, 60000 at most", null));
    return List.of(
        new VerificationDescription(
            "waitForElementToAppear",
            TYPE,
            "Wait for Element to Appear",
            "Waits until an element is on the screen",
            waiting,
            List.of()),
        new VerificationDescription(
            "waitForElementToDisappear",
            TYPE,
            "Wait for Element to Disappear",
            "Waits until an element is no longer on the screen",
            waiting,
            List.of()),
        new VerificationDescription(
            "getMenuInfo",
            TYPE,
            "Get Menu Info",
            "Reads names and values from the screen",
            List.of(new Param("area", "area", false, null, "The part of the screen to read", null)),
            List.of(
                new Output("parsed_data", "object"),
                new Output("raw_dump", "array"),
                new Output("element_count", "number"))));
  }

  @Override
  public Verdict verify(Command check) throws ParameterException, InterruptedException {
    return switch (check.name()) {
      case "waitForElementToAppear" ->
          missingTerm(check) ? noTerm() : checks.appears(term(check), timeout(check));
      case "waitForElementToDisappear" ->
          missingTerm(check) ? noTerm() : checks.disappears(term(check), timeout(check));
      case "getMenuInfo" -> {
        Bounds area = area(check);
        yield MenuInfo.of(device.elements(), area);
      }
      default -> throw new ParameterException("command", "is not known: " + check.name());
    };
  }

  private static boolean missingTerm(Command check) throws ParameterException {
    return ElementSearch.terms(term(check)).isEmpty();
  }

  private static Verdict noTerm() {
    return new Verdict(false, "No search term specified for ADB verification", 0, "", "", Map.of());
  }

  private static String term(Command check) throws ParameterException {
    return check.text("search_term", "").strip();
  }

  static Duration timeout(Command check) throws ParameterException {
    String text = check.text("timeout", "0");
    try {
      double millis = Double.parseDouble(text);
      if (millis >= 0) {
        return Duration.ofMillis((long) Math.min(millis, MAX_MILLIS));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below, which says what is allowed
    }
    throw new ParameterException("timeout", "must be a number of milliseconds");
  }

  private static Bounds area(Command check) throws ParameterException {
    Object area = check.params().get("area");
    if (area == null) {
      return null;
    }
    if (!(area instanceof Map<?, ?> fields)) {
      throw new ParameterException("area", "must be an object with x, y, width and height");
    }
    int left = side(fields, "x");
    int top = side(fields, "y");
    return new Bounds(left, top, left + side(fields, "width"), top + side(fields, "height"));
  }

  private static int side(Map<?, ?> area, String name) throws ParameterException {
    if (area.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw new ParameterException("area", "must have a number " + name);
  }
}
