package com.virtualpytest.host.display.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What fluxbox reads instead of files in the user's home: a background of one colour, because
 * without a program that sets pictures its own one ends in a message on the screen.
 */
final class WindowManagerFiles {

  private WindowManagerFiles() {}

  /**
   * Writes them.
   *
   * @return the file to start fluxbox with
   */
  static Path write(Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("fluxbox"));
    Path overlay = folder.resolve("overlay");
    Path keys = folder.resolve("keys");
    Path init = folder.resolve("init");
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
        init,
        """
        session.styleFile: /usr/share/fluxbox/styles/bora_black
        session.styleOverlay: %s
        session.keyFile: %s
        session.screen0.workspaces: 1
        session.screen0.toolbar.visible: true
        session.screen0.toolbar.tools: iconbar, systemtray, clock
        session.screen0.focusNewWindows: true
        """
            .formatted(overlay, keys));
    return init;
  }
}
