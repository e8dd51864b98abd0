package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.AndroidDevice;
import com.virtualpytest.host.adb.internal.android.ElementSearch;
import com.virtualpytest.host.adb.internal.android.ElementSearch.Match;
import com.virtualpytest.host.adb.internal.android.InputText;
import com.virtualpytest.host.adb.internal.android.Keys;
import com.virtualpytest.host.adb.internal.android.Packages;
import com.virtualpytest.host.api.driver.App;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.UiElement.Bounds;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The commands of a remote control by their names on the wire. */
final class RemoteCommands {
  private static final int MAX_PIXEL = 100_000;
  private static final int SWIPE_MILLIS = 300;
  private static final int MAX_SWIPE_MILLIS = 10_000;

  private final AndroidDevice device;
  private final Flavour flavour;
  private final Map<String, Action> actions = new LinkedHashMap<>();

  /** What phones and TVs do differently. */
  record Flavour(List<String> appOptions, List<String> launchCategories, boolean paths) {
    static final Flavour MOBILE =
        new Flavour(List.of("--user", "0"), List.of("android.intent.category.LAUNCHER"), true);
    static final Flavour TV =
        new Flavour(
            List.of("-3"),
            List.of(
                "android.intent.category.LEANBACK_LAUNCHER", "android.intent.category.LAUNCHER"),
            false);
  }

  /** One command. */
  private interface Action {
    CommandResult run(Command command) throws ParameterException, InterruptedException;
  }

  private RemoteCommands(AndroidDevice device, Flavour flavour) {
    this.device = device;
    this.flavour = flavour;
    actions.put("press_key", this::pressKey);
    actions.put("input_text", this::inputText);
    actions.put("launch_app", this::launchApp);
    actions.put("close_app", this::closeApp);
    actions.put("click_element", this::clickElement);
    actions.put("tap_coordinates", this::tapCoordinates);
    actions.put("get_installed_apps", this::installedApps);
  }

  static RemoteCommands tv(AndroidDevice device) {
    return new RemoteCommands(device, Flavour.TV);
  }

  static RemoteCommands mobile(AndroidDevice device) {
    RemoteCommands commands = new RemoteCommands(device, Flavour.MOBILE);
    commands.addTouch();
    return commands;
  }

  private void addTouch() {
    actions.put("click_element_by_id", this::clickElementById);
    actions.put("dump_elements", this::dumpElements);
    actions.put("find_element", this::findElement);
    actions.put("swipe", this::swipe);
    addSwipe("up", new int[] {500, 1500, 500, 500}, 800, true);
    addSwipe("down", new int[] {500, 500, 500, 1500}, 500, true);
    addSwipe("left", new int[] {800, 1000, 200, 1000}, 1000, false);
    addSwipe("right", new int[] {200, 1000, 800, 1000}, 1000, false);
  }

  /** Small letters take other places; capitals are buttons with fixed ones. */
  private void addSwipe(String direction, int[] from, int buttonY, boolean vertical) {
    actions.put("swipe_" + direction, command -> swipe(command, from, vertical));
    actions.put(
        "SWIPE_" + direction.toUpperCase(Locale.ROOT),
        command -> {
          device.swipe(from[0], buttonY, from[2], from[3], SWIPE_MILLIS);
          return CommandResult.ok();
        });
  }

  CommandResult run(Command command) throws ParameterException, InterruptedException {
    Action action = actions.get(command.name());
    if (action == null) {
      return CommandResult.failed(
          ErrorCode.BAD_REQUEST,
          "Unknown command: %s. Known are %s"
              .formatted(command.name(), String.join(", ", actions.keySet())),
          null);
    }
    try {
      return action.run(command);
    } catch (ApiException e) {
      return CommandResult.failed(e.code(), e.getMessage(), e.hint());
    }
  }

  List<App> apps() throws InterruptedException {
    return device.apps(flavour.appOptions());
  }

  private CommandResult pressKey(Command command) throws ParameterException, InterruptedException {
    Optional<String> code = Keys.code(command.text("key"));
    if (code.isEmpty()) {
      return CommandResult.failed(
          ErrorCode.BAD_REQUEST, "key is not known", "Known are " + Keys.names());
    }
    device.press(code.get());
    return CommandResult.ok();
  }

  private CommandResult inputText(Command command) throws ParameterException, InterruptedException {
    String text = command.text("text");
    if (text.length() > InputText.MAX_LENGTH) {
      throw new ParameterException(
          "text", "must have at most " + InputText.MAX_LENGTH + " characters");
    }
    try {
      device.type(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException("text", "must not hold control characters");
    }
    return CommandResult.ok();
  }

  private CommandResult launchApp(Command command) throws ParameterException, InterruptedException {
    device.launch(packageName(command), flavour.launchCategories());
    return CommandResult.ok();
  }

  private CommandResult closeApp(Command command) throws ParameterException, InterruptedException {
    device.close(packageName(command));
    return CommandResult.ok();
  }

  private static String packageName(Command command) throws ParameterException {
    String name = command.text("package").strip();
    if (!Packages.isName(name)) {
      throw new ParameterException("package", "must be a package name such as com.example.app");
    }
    return name;
  }

  private CommandResult tapCoordinates(Command command)
      throws ParameterException, InterruptedException {
    device.tap(pixel(command, "x"), pixel(command, "y"));
    return CommandResult.ok();
  }

  private CommandResult swipe(Command command) throws ParameterException, InterruptedException {
    device.swipe(
        pixel(command, "from_x"),
        pixel(command, "from_y"),
        pixel(command, "to_x"),
        pixel(command, "to_y"),
        millis(command));
    return CommandResult.ok();
  }

  /** A swipe along one axis ends where it began on the other one. */
  private CommandResult swipe(Command command, int[] places, boolean vertical)
      throws ParameterException, InterruptedException {
    int fromX = command.integer("from_x", places[0], 0, MAX_PIXEL);
    int fromY = command.integer("from_y", places[1], 0, MAX_PIXEL);
    int toX = vertical ? fromX : command.integer("to_x", places[2], 0, MAX_PIXEL);
    int toY = vertical ? command.integer("to_y", places[3], 0, MAX_PIXEL) : fromY;
    device.swipe(fromX, fromY, toX, toY, millis(command));
    return CommandResult.ok();
  }

  private static int pixel(Command command, String name) throws ParameterException {
    return command.integer(name, 0, MAX_PIXEL);
  }

  private static int millis(Command command) throws ParameterException {
    return command.integer("duration", SWIPE_MILLIS, 1, MAX_SWIPE_MILLIS);
  }

  private CommandResult installedApps(Command command) throws InterruptedException {
    List<App> apps = apps();
    return apps.isEmpty()
        ? CommandResult.failed(ErrorCode.DEVICE_REFUSED, "The device lists no programs", null)
        : CommandResult.ok(null, Map.of("total_apps", apps.size()));
  }

  private CommandResult dumpElements(Command command) throws InterruptedException {
    return CommandResult.ok(null, Map.of("total_elements", device.dump().elements().size()));
  }

  private CommandResult clickElement(Command command)
      throws ParameterException, InterruptedException {
    String search = given(command, "element_text", "element_id", "text");
    List<String> terms = ElementSearch.terms(search);
    if (terms.isEmpty()) {
      throw new ParameterException("element_text", "is missing");
    }
    List<UiElement> elements = device.found();
    for (String term : terms) {
      Optional<UiElement> found = find(term, elements);
      if (found.isPresent()) {
        return tap(found.get());
      }
    }
    return missing("No element on the screen fits '" + search + "'");
  }

  /** The first that is not blank: an editor leaves the one that it was offered empty. */
  private static String given(Command command, String... names) throws ParameterException {
    for (String name : names) {
      String text = command.text(name, "");
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  private Optional<UiElement> find(String term, List<UiElement> elements) {
    return flavour.paths() && ElementSearch.isPath(term)
        ? ElementSearch.byPath(term, elements)
        : ElementSearch.byWord(term, elements).stream().findFirst().map(Match::element);
  }

  private CommandResult clickElementById(Command command)
      throws ParameterException, InterruptedException {
    String id = command.text("element_id").strip();
    Optional<UiElement> found =
        device.found().stream()
            .filter(element -> Integer.toString(element.id()).equals(id))
            .findFirst();
    return found.isPresent()
        ? tap(found.get())
        : missing("No element on the screen has the number " + id);
  }

  private CommandResult tap(UiElement element) throws InterruptedException {
    Bounds bounds = element.bounds();
    boolean empty = bounds.left() >= bounds.right() || bounds.top() >= bounds.bottom();
    if (empty || bounds.centerX() < 0 || bounds.centerY() < 0) {
      return missing("The element has no place on the screen");
    }
    device.tap(bounds.centerX(), bounds.centerY());
    return CommandResult.ok();
  }

  private static CommandResult missing(String text) {
    return CommandResult.failed(
        ErrorCode.NOT_FOUND, text, "POST /host/remote/dumpUi lists what is there");
  }

  private CommandResult findElement(Command command)
      throws ParameterException, InterruptedException {
    String search = command.text("search_term", "").strip();
    if (search.isEmpty()) {
      return CommandResult.failed(ErrorCode.BAD_REQUEST, "No search term provided", null);
    }
    List<Match> matches = ElementSearch.byWord(search, device.found());
    List<Map<String, Object>> views = new ArrayList<>();
    matches.forEach(match -> views.add(view(match)));
    return CommandResult.ok(
        "Found %d elements matching '%s'".formatted(matches.size(), search),
        Map.of("matches", views, "total_matches", matches.size()));
  }

  private static Map<String, Object> view(Match match) {
    UiElement element = match.element();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("element_id", element.id());
    view.put("match_reason", match.reason());
    view.put("text", shown(element.text(), "<no text>"));
    view.put("content_desc", shown(element.contentDesc(), "<no content-desc>"));
    view.put("resource_id", shown(element.resourceId(), "<no resource-id>"));
    view.put("class_name", element.className());
    view.put("bounds", element.bounds().toString());
    view.put("clickable", element.clickable());
    return view;
  }

  private static String shown(String text, String nothing) {
    return text.isEmpty() ? nothing : text;
  }
}
