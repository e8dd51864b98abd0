package com.virtualpytest.host.launcher;

/**
 * The host-wide variables: the one table behind checks, defaults and {@code .env.example}.
 * Variables that are not here ({@code DEVICEn_*} and those of other modules) are passed on
 * unchecked.
 */
enum Variable {
  HOST_NAME(
      Check.text(255),
      "",
      "Name of this host, the id under which the server knows it. Default: the machine's name."),
  HOST_PORT(Check.port(), "6109", "Port of the HTTP API."),
  HOST_BIND(
      Check.bindAddress(),
      "0.0.0.0",
      "Address that the HTTP API listens on: an IP address of this machine, 0.0.0.0 for all, or"
          + " localhost."),
  HOST_URL(
      Check.baseUrl(),
      "",
      "Base URL of this host as browsers reach it. Default: http://localhost:HOST_PORT."),
  HOST_API_URL(
      Check.baseUrl(),
      "",
      "Base URL of this host as the server reaches it. Default: http://, the host of HOST_URL,"
          + " HOST_PORT."),
  SERVER_URL(Check.serverUrl(), "", "Base URL of the server to register with. Default: none."),
  SERVER_PING_SECONDS(
      Check.matching("[1-9]\\d{0,3}", "a whole number of seconds, 9999 at most"),
      "300",
      "Seconds between two pings of the server; sent when the clock is at a multiple of them."),
  ALLOW_REBOOT(Check.flag(), "false", "true lets the API reboot this machine."),
  API_KEY(Check.headerText(4096), "", "Secret. The key that callers of the API must present."),
  HOST_DATA_DIR(
      Check.folder(),
      "~/.local/share/backend-host",
      "Folder for everything that the host writes; created with mode 0700."),
  DEBUG(Check.flag(), "false", "true logs at debug level, unless LOG_LEVEL says otherwise."),
  LOG_LEVEL(
      Check.oneOf("error", "warn", "info", "debug", "trace"),
      "",
      "What is logged: error, warn, info, debug or trace. Default: info, debug when DEBUG=true."),
  LOG_FORMAT(
      Check.oneOf("text", "json"),
      "text",
      "Form of a log line on stdout: text, or json for one JSON object per line."),
  CONSOLE_PASSWORD(
      Check.text(1024),
      "",
      "Secret. Password of the web console (user admin). Without it the console is on only when"
          + " the host listens on loopback, with a password of its own in"
          + " HOST_DATA_DIR/console-password."),
  CONSOLE_ALLOW(
      Check.networks(),
      "",
      "Networks that may use the web console, such as 192.168.0.0/16,127.0.0.1/32. Default: all."),
  ALLOWED_ORIGINS(
      Check.origins(),
      "",
      "Web origins that may open WebSockets and read answers, such as"
          + " https://console.example.org. Default: the host's own."),
  BUNDLE_STRICT_VERSIONS(
      Check.flag(),
      "false",
      "true refuses a dropped-in bundle whose version is not higher than the running one's."),
  BUNDLE_TRUSTED_CERTS(
      Check.text(4096),
      "",
      "PEM files, separated by commas: only bundles signed by one of these certificates, or by one"
          + " that they have issued, are taken. Bundles in deploy/ of the installation are part of"
          + " it and need no signature. Default: all are taken."),
  STREAM_AUTH(
      Check.oneOf("open", "key"), "open", "Whether /host/stream/* asks for the key: open or key."),
  STREAM_BASE_PATH(
      Check.folder(),
      "",
      "Folder under which each source of pictures has one. Default: stream in HOST_DATA_DIR."),
  STREAM_HOT_PATH(
      Check.folder(),
      "",
      "Folder for the newest pictures of all sources. Default: one of this host's own in memory"
          + " (/dev/shm, /run) where there is room, else hot in each source's own folder."),
  RECORDINGS_MAX_GB(
      Check.matching("[1-9]\\d{0,3}", "a number from 1 to 9999"),
      "20",
      "How large all recordings together may be; the oldest go first. Never more than half of the"
          + " disk."),
  RECORDINGS_MAX_DAYS(
      Check.matching("[1-9]\\d{0,3}", "a number from 1 to 9999"),
      "30",
      "For how many days recordings are kept."),
  HOST_VIDEO_SOURCE(
      Check.text(2048),
      "",
      "Where the pictures of the device host come from: an X display such as :1, or what"
          + " DEVICEn_VIDEO takes. Default: nowhere."),
  HOST_VIDEO_CAPTURE_PATH(
      Check.text(2048),
      "",
      "Its folder as it is told to the server; the last part is the folder's name. Default:"
          + " /var/www/html/stream/capture."),
  HOST_VIDEO_FPS(
      Check.matching("[1-9]\\d?", "a whole number from 1 to 60"),
      "",
      "Pictures per second of its stream. Default: 2 of a display, else 10."),
  SIMULATE(
      Check.matching("[A-Za-z0-9 ._:/=-]{1,200}", "arguments of bin/simulate, such as demo"),
      "",
      "Virtual devices that start with the host: arguments of bin/simulate, such as demo."
          + " Default: none."),
  HOST_DISPLAY(
      Check.matching(":\\d{1,4}(\\.0)?|none", "an X display such as :1, or none"),
      "",
      "X display of this host, such as :1; none for a host without. Default: DISPLAY"
          + " when no X server answers there, else :1."),
  DISPLAY_RESOLUTION(
      Check.matching(
          "\\d{3,4}x\\d{3,4}(x(16|24))?",
          "WIDTHxHEIGHT or WIDTHxHEIGHTxDEPTH, such as 1920x1080x24"),
      "1920x1080x24",
      "Size of that display."),
  VNC_PORT(Check.port(), "5900", "Port of the VNC server of the display."),
  VNC_BIND(
      Check.bindAddress(),
      "127.0.0.1",
      "Address that the VNC server listens on. Heeded only when somebody else may look:"
          + " see the next two."),
  VNC_PASSWORD(
      Check.text(255),
      "",
      "Secret. Password of the display; VNC uses its first 8 characters. Without one,"
          + " only this machine may look."),
  VNC_ALLOW_NO_PASSWORD(
      Check.flag(), "false", "true shows the display to everybody, without a password."),
  NOVNC_PORT(
      Check.port(),
      "6080",
      "Port of the display's page for browsers; it listens where the HTTP API does."),
  HOST_VNC_STREAM_PATH(
      Check.text(2048),
      "",
      "Address of the display's page that is told to the server. Default:"
          + " HOST_URL/host/vnc/vnc_lite.html?path=websockify."),
  SERIAL_TCP_BIND(
      Check.bindAddress(),
      "127.0.0.1",
      "Address that serial consoles are exported on, those that have a DEVICEn_SERIAL_TCP_PORT."
          + " Whoever reaches it can type: RFC 2217 knows no password."),
  ADB_HOST(
      Check.matching("[A-Za-z0-9.:-]{1,253}", "an IP address or a host's name"),
      "127.0.0.1",
      "Machine of the adb server for Android devices. On this machine one is started when none"
          + " answers."),
  ADB_PORT(Check.port(), "5037", "Port of the adb server."),
  DESKTOP_BASH(
      Check.flag(),
      "",
      "Whether the API may run shell commands. Default: true, but false when the host"
          + " runs as root."),
  TAPO_USERNAME(
      Check.text(255),
      "",
      "E-mail of the TP-Link account of all plugs that have none of their own"
          + " (DEVICEn_POWER_EMAIL)."),
  TAPO_PASSWORD(Check.text(255), "", "Secret. Its password (DEVICEn_POWER_PWD)."),
  TAPO_ALLOW_PUBLIC(Check.flag(), "false", "true allows plugs at addresses that are not private."),
  TAPO_DISCOVERY_SUBNETS(
      Check.text(2048),
      "",
      "Where POST /host/tapo/discover looks besides this machine, such as"
          + " 192.168.1.0/24,192.168.7.9. Default: nowhere."),
  DATABASE_URL(
      Check.matching("postgres(ql)?://\\S+", "a URL such as postgresql://user:password@host/name"),
      "",
      "Secret. PostgreSQL database that keeps the history, such as"
          + " postgresql://user:password@host:5432/name; parts are percent-encoded. Default: an"
          + " embedded database in HOST_DATA_DIR."),
  POSTGRES_HOST(
      Check.matching("[A-Za-z0-9.:_-]{1,253}", "an IP address or a host's name"),
      "",
      "The same in parts, when DATABASE_URL is not set: the server's address."),
  POSTGRES_PORT(Check.port(), "5432", "Its port."),
  POSTGRES_DB(Check.text(63), "", "The database's name. Default: POSTGRES_USER."),
  POSTGRES_USER(Check.text(63), "postgres", "The user's name there."),
  POSTGRES_PASSWORD(Check.text(1024), "", "Secret. The user's password."),
  NEXT_PUBLIC_SUPABASE_URL(
      Check.text(2048),
      "",
      "Accepted from existing files and not needed: Supabase is PostgreSQL, put its connection"
          + " string into DATABASE_URL."),
  NEXT_PUBLIC_SUPABASE_ANON_KEY(
      Check.text(4096), "", "Accepted from existing files and not needed.");

  private final Check check;
  private final String defaultText;
  private final String meaning;

  Variable(Check check, String defaultText, String meaning) {
    this.check = check;
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  Check check() {
    return check;
  }

  /** The default, or empty when there is none or it depends on something else. */
  String defaultText() {
    return defaultText;
  }

  /** What it is for, in one or two sentences. */
  String meaning() {
    return meaning;
  }

  /** Whether its value must not be shown anywhere. */
  boolean secret() {
    return this == API_KEY
        || this == CONSOLE_PASSWORD
        || this == VNC_PASSWORD
        || this == TAPO_PASSWORD
        || this == DATABASE_URL
        || this == POSTGRES_PASSWORD
        || this == NEXT_PUBLIC_SUPABASE_ANON_KEY;
  }

  static boolean isHostWide(String name) {
    for (Variable variable : values()) {
      if (variable.name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
