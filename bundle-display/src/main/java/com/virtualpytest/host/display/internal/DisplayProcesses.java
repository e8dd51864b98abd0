package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.display.internal.screen.Resolution;
import com.virtualpytest.host.display.internal.vnc.ClientFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The programs that make the display, described for the supervisor. Each shows by a line of its own
 * that it got its display or port: otherwise the answer of a stranger who has it would count.
 *
 * @param settings of the display
 * @param display {@code :1}
 * @param resolution of the screen now
 * @param clientFolder noVNC, unpacked
 * @param windowManagerHome the home of fluxbox
 * @param passwordFile for x11vnc; null for none
 */
record DisplayProcesses(
    DisplaySettings settings,
    String display,
    Resolution resolution,
    Path clientFolder,
    Path windowManagerHome,
    Path passwordFile) {

  /** The same with another size. */
  DisplayProcesses resized(Resolution other) {
    return new DisplayProcesses(
        settings, display, other, clientFolder, windowManagerHome, passwordFile);
  }

  static final String XVFB = "xvfb";
  static final String FLUXBOX = "fluxbox";
  static final String X11VNC = "x11vnc";
  static final String NOVNC = "novnc";

  private static final Duration SLOW_START = Duration.ofSeconds(15);

  /** In the order in which they are started. */
  List<ProcessDescription> all() {
    return List.of(xvfb(), fluxbox(), x11vnc(), noVnc());
  }

  /** With {@code -displayfd} it says when it serves, and no stale lock file keeps it from that. */
  private ProcessDescription xvfb() {
    return ProcessDescription.of(
            XVFB,
            "Xvfb",
            display,
            "-screen",
            "0",
            resolution.toString(),
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-noreset",
            "+extension",
            "RANDR")
        .readyWhen(
            new Probe.All(
                new Probe.Output("^" + display.substring(1) + "$"),
                new Probe.Exec(List.of("xdotool", "getdisplaygeometry"))),
            SLOW_START)
        .withEnvironment(Map.of("DISPLAY", display))
        .explain(
            "server already running|Server is already active|Cannot establish any listening",
            "display " + display + " belongs to an X server that this host did not start",
            "set HOST_DISPLAY to a free display, or end that server")
        .explain(
            "Failed to (create|allocate)|Cannot allocate memory|no screens found",
            "the screen does not fit into the memory",
            "set DISPLAY_RESOLUTION to a smaller one");
  }

  private ProcessDescription fluxbox() {
    return ProcessDescription.of(FLUXBOX, "fluxbox", "-log", "/dev/null")
        .withEnvironment(Map.of("DISPLAY", display, "HOME", windowManagerHome.toString()))
        .after(XVFB);
  }

  private ProcessDescription x11vnc() {
    String address = settings.vncAddress();
    int port = settings.vncPort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "x11vnc",
                "-norc",
                "-display",
                display,
                "-rfbport",
                "" + port,
                "-listen",
                address,
                "-no6",
                "-forever",
                "-shared",
                "-xkb",
                "-noremote",
                "-nocmds",
                "-q",
                // Killed, it would leave some 60 segments of shared memory behind, for ever; the
                // kernel has 4,096 of them.
                "-noshm"));
    command.addAll(
        passwordFile == null ? List.of("-nopw") : List.of("-rfbauth", passwordFile.toString()));
    String asked = address.equals("0.0.0.0") ? "127.0.0.1" : address;
    return ProcessDescription.of(X11VNC, command.toArray(String[]::new))
        .readyWhen(
            new Probe.All(
                new Probe.Output("^PORT=" + port + "$"),
                new Probe.TcpGreeting(asked, port, "RFB ")),
            SLOW_START)
        .after(XVFB)
        .explain(
            "could not obtain listening port|Address already in use",
            "port " + port + " is taken by another program",
            "set VNC_PORT to a free one, or end that program");
  }

  /** Needs nobody: a browser that is connected finds its way back when x11vnc is. */
  private ProcessDescription noVnc() {
    String address = settings.noVncBind();
    int port = settings.noVncPort();
    String target = settings.vncAddress().equals("0.0.0.0") ? "127.0.0.1" : settings.vncAddress();
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/python3",
                ClientFiles.program(clientFolder).toString(),
                "--listen",
                joined(address, port),
                "--target",
                joined(target, settings.vncPort()),
                "--web",
                ClientFiles.pages(clientFolder).toString()));
    if (!settings.loopbackOnly()) {
      command.add("--open");
    }
    settings.origins().forEach(origin -> command.addAll(List.of("--origin", origin)));
    String name = URI.create(settings.hostUrl()).getHost();
    if (name != null) {
      command.addAll(List.of("--name", name));
    }
    String asked = address.equals("0.0.0.0") ? "127.0.0.1" : address;
    return ProcessDescription.of(NOVNC, command.toArray(String[]::new))
        .readyWhen(
            new Probe.All(
                new Probe.Output("^serving noVNC on "),
                new Probe.Http(URI.create("http://" + joined(asked, port) + "/"), 200)),
            SLOW_START)
        .explain(
            "Address already in use",
            "port " + port + " is taken by another program",
            "set NOVNC_PORT to a free one, or end that program")
        .explain(
            "No module named " + Pattern.quote("'websockify"),
            "websockify is not installed",
            "install websockify");
  }

  private static String joined(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
