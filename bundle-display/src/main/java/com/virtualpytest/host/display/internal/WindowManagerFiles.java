package com.virtualpytest.host.display.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A home of its own for fluxbox: where it finds none of its files it writes its own, whatever it
 * was told to read. With a background of one colour, because without a program that sets pictures
 * its usual one ends in a message on the screen.
 */
final class WindowManagerFiles {

  private WindowManagerFiles() {}

  /**
   * Writes it.
   *
   * @return the folder to be the home of fluxbox
   */
  static Path write(Path parent) throws IOException {
    Path home = parent.resolve("fluxbox");
    Path folder = Files.createDirectories(home.resolve(".fluxbox"));
    Path overlay = folder.resolve("overlay");
    Path keys = folder.resolve("keys");
    Path menu = folder.resolve("menu");
    Files.writeString(
        overlay,
        """
        background: flat solid
        background.color: #2d4a63
        """);
    Files.writeString(
        keys,
        """
        OnTitlebar Mouse1 :MacroCmd {Raise} {Focus} {ActivateTab}
        OnTitlebar Move1 :StartMoving
        OnTitlebar Double Mouse1 :Maximize
        OnLeftGrip Move1 :StartResizing bottomleft
        OnRightGrip Move1 :StartResizing bottomright
        OnWindow Mouse1 :Raise
        OnDesktop Mouse3 :RootMenu
        Mod1 Tab :NextWindow
        Mod1 F4 :Close
        """);
    Files.writeString(
        menu,
        """
        [begin] (Display)
          [exec] (Terminal) {x-terminal-emulator}
          [restart] (Restart the window manager)
        [end]
        """);
    Files.writeString(
        folder.resolve("init"),
        """
        session.styleFile: /usr/share/fluxbox/styles/bora_black
        session.styleOverlay: %s
        session.keyFile: %s
        session.menuFile: %s
        session.screen0.workspaces: 1
        session.screen0.toolbar.visible: true
        session.screen0.toolbar.tools: iconbar, systemtray, clock
        session.screen0.focusNewWindows: true
        """
            .formatted(overlay, keys, menu));
    return home;
  }
}
