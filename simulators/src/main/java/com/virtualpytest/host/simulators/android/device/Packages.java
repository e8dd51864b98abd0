package com.virtualpytest.host.simulators.android.device;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.device.App.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** What is installed. Safe for any thread. */
public final class Packages {

  /** The input method that takes text by broadcast; phones have it, TVs do not. */
  public static final String BROADCAST_KEYBOARD = "com.android.adbkeyboard";

  private static final List<String> SERVICES =
      List.of(
          "android",
          "com.android.backupconfirm",
          "com.android.bluetooth",
          "com.android.calllogbackup",
          "com.android.captiveportallogin",
          "com.android.carrierconfig",
          "com.android.cellbroadcastreceiver",
          "com.android.certinstaller",
          "com.android.companiondevicemanager",
          "com.android.dreams.basic",
          "com.android.dynsystem",
          "com.android.emergency",
          "com.android.externalstorage",
          "com.android.htmlviewer",
          "com.android.inputdevices",
          "com.android.inputmethod.latin",
          "com.android.keychain",
          "com.android.localtransport",
          "com.android.location.fused",
          "com.android.managedprovisioning",
          "com.android.mtp",
          "com.android.networkstack",
          "com.android.nfc",
          "com.android.packageinstaller",
          "com.android.pacprocessor",
          "com.android.permissioncontroller",
          "com.android.printspooler",
          "com.android.providers.downloads",
          "com.android.providers.media",
          "com.android.providers.settings",
          "com.android.proxyhandler",
          "com.android.server.telecom",
          "com.android.sharedstoragebackup",
          "com.android.shell",
          "com.android.systemui",
          "com.android.vpndialogs",
          "com.android.wallpaperbackup");

  private final NavigableMap<String, App> apps = new ConcurrentSkipListMap<>();

  /** Those of a fresh device. */
  public Packages(Profile profile) {
    SERVICES.forEach(name -> system(name, "", 0, Kind.NONE));
    if (profile == Profile.PHONE) {
      phone();
    } else {
      tv();
    }
  }

  /** All, by name. */
  public Collection<App> all() {
    return apps.values();
  }

  /** Those with an icon, in the launcher's order. */
  public List<App> launchable() {
    return apps.values().stream()
        .filter(app -> !app.activity().isEmpty())
        .sorted(Comparator.comparing(App::label, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /** The one of that name. */
  public Optional<App> find(String name) {
    return Optional.ofNullable(apps.get(name));
  }

  /** The first app that shows this. */
  public Optional<App> first(Kind kind) {
    return apps.values().stream().filter(app -> app.kind() == kind).findFirst();
  }

  /** Installs or updates it. */
  public void install(App app) {
    apps.put(app.name(), app);
  }

  /** Removes it; the system's own stay. */
  public boolean uninstall(String name) {
    App app = apps.get(name);
    return app != null && !app.system() && apps.remove(name, app);
  }

  private void phone() {
    system("com.android.settings", ".Settings", 0x5f6b7a, Kind.SETTINGS, "Settings");
    system("com.android.browser", ".BrowserActivity", 0x1a73c8, Kind.BROWSER, "Browser");
    system("com.android.calculator2", ".Calculator", 0x2e7d5b, Kind.PLAIN, "Calculator");
    system("com.android.calendar", ".AllInOneActivity", 0x3367c2, Kind.PLAIN, "Calendar");
    system(
        "com.android.camera2", "com.android.camera.CameraLauncher", 0x424a55, Kind.PLAIN, "Camera");
    system("com.android.contacts", ".activities.PeopleActivity", 0x7a57b8, Kind.PLAIN, "Contacts");
    system("com.android.deskclock", ".DeskClock", 0x263a66, Kind.PLAIN, "Clock");
    system("com.android.dialer", ".main.impl.MainActivity", 0x2c8a4b, Kind.PLAIN, "Phone");
    system("com.android.documentsui", ".files.FilesActivity", 0xb07a1e, Kind.PLAIN, "Files");
    system("com.android.gallery3d", ".app.GalleryActivity", 0xb0483a, Kind.PLAIN, "Gallery");
    system(
        "com.android.messaging",
        ".ui.conversationlist.ConversationListActivity",
        0x2b7fa3,
        Kind.PLAIN,
        "Messages");
    user("com.example.notes", ".MainActivity", 0xc99a1c, Kind.NOTES, "Notes");
    user("com.example.player", ".PlayerActivity", 0xa8324a, Kind.PLAYER, "Player");
    user(BROADCAST_KEYBOARD, "", 0, Kind.NONE, "ADB Keyboard");
    system("com.android.launcher3", "", 0, Kind.NONE);
  }

  private void tv() {
    system("com.android.tv.settings", ".MainSettings", 0x5f6b7a, Kind.SETTINGS, "Settings");
    system("com.android.tv", ".MainActivity", 0x2c6e8a, Kind.PLAYER, "Live TV");
    user("com.example.player", ".PlayerActivity", 0xa8324a, Kind.PLAYER, "Player");
    user("com.example.notes", ".MainActivity", 0xc99a1c, Kind.NOTES, "Notes");
    user("com.example.web", ".BrowserActivity", 0x1a73c8, Kind.BROWSER, "Browser");
    user("com.example.music", ".MusicActivity", 0x7a57b8, Kind.PLAIN, "Music");
    user("com.example.weather", ".WeatherActivity", 0x2b7fa3, Kind.PLAIN, "Weather");
    system("com.android.tv.launcher", "", 0, Kind.NONE);
  }

  private void system(String name, String activity, int color, Kind kind) {
    system(name, activity, color, kind, name);
  }

  private void system(String name, String activity, int color, Kind kind, String label) {
    install(new App(name, label, activity, color, true, "13", kind));
  }

  private void user(String name, String activity, int color, Kind kind, String label) {
    install(new App(name, label, activity, color, false, "1.0", kind));
  }
}
