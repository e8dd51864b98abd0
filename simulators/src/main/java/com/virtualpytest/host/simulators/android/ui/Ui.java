package com.virtualpytest.host.simulators.android.ui;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.ScreenFacts;
import com.virtualpytest.host.simulators.android.device.App;
import com.virtualpytest.host.simulators.android.device.Packages;
import com.virtualpytest.host.simulators.android.device.SystemLog;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The screen and the apps on it: takes touches, keys and text, and shows what became of them as a
 * picture and as a UI dump. Safe for any thread.
 */
public final class Ui {

  private static final int LOUDEST = 15;
  private static final String LAUNCHER = "com.android.launcher3";

  private final Theme theme;
  private final SystemLog log;
  private final Picture picture;
  private final Map<App, Page> running = new LinkedHashMap<>(16, 0.75f, true);
  private final Page home;
  private final Page switcher;
  private App front;
  private boolean switching;
  private boolean awake = true;
  private boolean powered = true;
  private int volume = 5;
  private boolean muted;
  private boolean volumeShown;

  /** A device that has just booted. */
  public Ui(Profile profile, Packages packages, SystemLog log) {
    this.theme = new Theme(profile);
    this.log = log;
    this.picture = new Picture(theme);
    this.home = new HomePage(packages::launchable, this::open);
    this.switcher = new SwitcherPage(this::recent, this::open, this::clearRecent);
  }

  /** Power lost: dark. Power back: as after a boot. */
  public synchronized void power(boolean on) {
    powered = on;
    awake = on;
    running.clear();
    home.reset();
    toHome();
  }

  /** A finger touches that point and leaves it again. */
  public synchronized void tap(int x, int y) {
    if (!awake()) {
      return;
    }
    Node hit = null;
    for (Node node : layout().all()) {
      if (node.isClickable() && node.visible().contains(new Point(x, y))) {
        hit = node;
      }
    }
    if (hit != null) {
      click(hit);
    }
  }

  /** A finger is drawn from one point to another: the content follows it. */
  public synchronized void swipe(int fromX, int fromY, int toX, int toY) {
    if (!awake()) {
      return;
    }
    int distance = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
    if (distance < theme.dp(8)) {
      tap(fromX, fromY);
    } else if (page().scrollArea(theme).contains(fromX, fromY)) {
      page().scrollBy(fromY - toY, theme);
    }
  }

  /**
   * A key is pressed.
   *
   * @param key as in {@code KEYCODE_HOME}, without {@code KEYCODE_}
   */
  public synchronized void key(String key) {
    if (key.equals("POWER") || key.equals("WAKEUP") || key.equals("SLEEP")) {
      awake = powered && (key.equals("WAKEUP") || (key.equals("POWER") && !awake));
      return;
    }
    if (!awake()) {
      return;
    }
    volumeShown = key.startsWith("VOLUME_");
    switch (key) {
      case "HOME" -> toHome();
      case "BACK" -> back();
      case "APP_SWITCH" -> {
        switching = true;
        switcher.reset();
      }
      case "VOLUME_UP" -> {
        volume = Math.min(LOUDEST, volume + 1);
        muted = false;
      }
      case "VOLUME_DOWN" -> volume = Math.max(0, volume - 1);
      case "VOLUME_MUTE" -> muted = !muted;
      case "DPAD_UP", "DPAD_DOWN", "DPAD_LEFT", "DPAD_RIGHT" -> moveFocus(key);
      case "DPAD_CENTER", "ENTER", "NUMPAD_ENTER" -> focused(layout()).ifPresent(this::press);
      case "DEL" -> field().ifPresent(TextField::delete);
      default -> page().key(key);
    }
  }

  /** Text goes to the field that has the focus; without one nothing happens. */
  public synchronized void type(String text) {
    if (awake()) {
      field().ifPresent(field -> field.type(text));
    }
  }

  /** Empties the field that has the focus. */
  public synchronized void clearText() {
    field().ifPresent(field -> field.text(""));
  }

  /** Starts an app or brings it to the front. */
  public synchronized void open(App app) {
    log.add('I', "ActivityTaskManager", "START u0 {cmp=" + app.component() + "}");
    switching = false;
    front = app;
    running.computeIfAbsent(app, Ui::newPage);
    if (theme.tv()) {
      // Back on the home page the focus is where one left it.
      home.focus("|" + app.label());
    }
  }

  /** Shows a page of the browser. */
  public synchronized void browse(App app, String url) {
    open(app);
    if (running.get(app) instanceof BrowserPage browser) {
      browser.go(url);
    }
  }

  /** Shows one of the pages behind the list of the settings. */
  public synchronized void settings(App app, String title) {
    open(app);
    if (running.get(app) instanceof SettingsPage settings) {
      settings.show(title);
    }
  }

  /** Ends an app; the home page shows if it was in front. */
  public synchronized boolean stop(String packageName) {
    boolean ran = running.keySet().removeIf(app -> app.name().equals(packageName));
    if (ran) {
      log.add('I', "ActivityManager", "Force stopping " + packageName + " from pid 4711");
    }
    if (front != null && front.name().equals(packageName)) {
      toHome();
    }
    return ran;
  }

  /** Whether it runs, in front or not. */
  public synchronized boolean isRunning(String packageName) {
    return running.keySet().stream().anyMatch(app -> app.name().equals(packageName));
  }

  /** The app in front; none on the home page and in the app switcher. */
  public synchronized Optional<App> front() {
    return switching ? Optional.empty() : Optional.ofNullable(front);
  }

  /** The package that owns what is on the screen. */
  public synchronized String frontPackage() {
    return front().map(App::name).orElse(launcher());
  }

  /** All that a test wants to know of this moment. */
  public synchronized ScreenFacts facts() {
    Node root = layout();
    List<String> texts =
        root.all().stream()
            .filter(node -> node.isVisible() && !node.text().isEmpty())
            .map(Node::text)
            .toList();
    return new ScreenFacts(
        awake() ? page().name() : "off",
        frontPackage(),
        awake(),
        field().map(TextField::text).orElse(""),
        focused(root).map(Node::firstText).orElse(""),
        page().scroll(),
        volume(),
        texts);
  }

  /** Whether the screen is on. */
  public synchronized boolean awake() {
    return powered && awake;
  }

  /** 0 to 15, or 0 while muted. */
  public synchronized int volume() {
    return muted ? 0 : volume;
  }

  /** The screen as uiautomator describes it. */
  public synchronized String xml(boolean compressed) {
    return UiXml.of(layout(), awake() ? frontPackage() : "com.android.systemui", compressed);
  }

  /** The screen as a PNG picture. */
  public byte[] png() {
    return picture.png(this::paint);
  }

  private synchronized void paint(Graphics2D g) {
    Node root = layout();
    root.paint(g);
    if (awake()) {
      boolean dark = front().map(App::kind).orElse(null) == App.Kind.PLAYER || front().isEmpty();
      StatusBar.paint(g, theme, dark ? Color.WHITE : Theme.INK);
      if (volumeShown) {
        StatusBar.volume(g, theme, volume, LOUDEST, muted);
      }
    }
  }

  private String launcher() {
    return theme.tv() ? "com.android.tv.launcher" : LAUNCHER;
  }

  private static Page newPage(App app) {
    return switch (app.kind()) {
      case SETTINGS -> new SettingsPage();
      case NOTES -> new NotesPage();
      case BROWSER -> new BrowserPage();
      case PLAYER -> new PlayerPage();
      case PLAIN, NONE -> new PlainPage(app);
    };
  }

  private Page page() {
    return switching ? switcher : front == null ? home : running.get(front);
  }

  /** The tree of the page that shows, with its focus marked. */
  private Node layout() {
    if (!awake()) {
      return new Views(theme).root(Color.BLACK);
    }
    Node root = page().layout(theme);
    focused(root).ifPresent(node -> node.focused(true));
    return root;
  }

  private Optional<Node> focused(Node root) {
    if (!awake()) {
      return Optional.empty();
    }
    Optional<Node> current = Focus.current(root, page().focus());
    return current.isEmpty() && theme.tv() ? Focus.first(root) : current;
  }

  private Optional<TextField> field() {
    return focused(layout()).map(Node::field);
  }

  private void toHome() {
    front = null;
    switching = false;
    volumeShown = false;
  }

  private void back() {
    if (switching) {
      switching = false;
    } else if (front != null && !page().back()) {
      toHome();
    }
  }

  private List<App> recent() {
    List<App> apps = new ArrayList<>(running.keySet());
    Collections.reverse(apps);
    return apps;
  }

  private void clearRecent() {
    running.clear();
    toHome();
  }

  private void click(Node node) {
    // A touched button takes no focus away from the field that is being typed into.
    if (node.field() != null || theme.tv()) {
      page().focus(node.key());
    }
    volumeShown = false;
    if (node.action() != null) {
      node.action().run();
    }
  }

  /** ENTER on what has the focus. */
  private void press(Node node) {
    if (node.field() != null) {
      node.field().enter();
    } else {
      node.action().run();
    }
  }

  private void moveFocus(String direction) {
    Node root = layout();
    Optional<Node> from = focused(root);
    Optional<Node> to =
        from.isPresent() ? Focus.next(root, from.get(), direction) : Focus.first(root);
    to.ifPresent(
        node -> {
          page().focus(node.key());
          if (root.all().stream().anyMatch(each -> each.isScrollable() && each.holds(node))) {
            reveal(node.bounds());
          }
        });
  }

  /** Scrolls so far that the view can be seen whole. */
  private void reveal(Rectangle bounds) {
    Rectangle area = page().scrollArea(theme);
    int below = (int) bounds.getMaxY() - (int) area.getMaxY();
    int above = area.y - bounds.y;
    if (below > 0) {
      page().scrollBy(below, theme);
    } else if (above > 0) {
      page().scrollBy(-above, theme);
    }
  }
}
