package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings of one start: environment over {@code .env}, {@code NAME_FILE} resolved, host-wide
 * variables checked and completed with their defaults, everything else passed on as given.
 */
final class Settings {
  /** Extra key of the map: the installation folder, absolute. */
  static final String HOST_HOME = "HOST_HOME";

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern DEVICE_NAME = Pattern.compile("DEVICE\\d+_.+");
  private static final String FILE_SUFFIX = "_FILE";
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** Where settings come from. */
  record Sources(
      Map<String, String> environment, Map<String, String> envFile, Path home, Path workingFolder) {

    /**
     * Finds and reads the {@code .env} file.
     *
     * @param named the file named on the command line, or null
     */
    static Sources find(Map<String, String> environment, Path named, Path home, Path workingFolder)
        throws StartException {
      Path file = named;
      if (file == null) {
        Path near = workingFolder.resolve(".env");
        Path beside = home.resolve(".env");
        file = Files.exists(near) ? near : Files.exists(beside) ? beside : null;
      }
      Map<String, String> envFile = file == null ? Map.of() : EnvFile.read(file);
      return new Sources(environment, envFile, home, workingFolder);
    }
  }

  /**
   * Merges, checks and completes.
   *
   * @throws StartException naming the variable, what is allowed and, unless it is secret, what was
   *     given
   */
  static Settings load(Sources sources) throws StartException {
    Map<String, String> values = new TreeMap<>();
    add(values, sources.envFile(), sources, true);
    add(values, sources.environment(), sources, false);
    for (Variable variable : Variable.values()) {
      check(values, variable);
    }
    complete(values, sources);
    return new Settings(Collections.unmodifiableMap(values));
  }

  /** All settings, for the bundles. Holds secrets: never print it. */
  Map<String, String> asMap() {
    return values;
  }

  /** The value of a variable, or null when it is not set and has no default. */
  String get(Variable variable) {
    return values.get(variable.name());
  }

  /** The same with a value that was found out. */
  Settings with(Variable variable, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(variable.name(), value);
    return new Settings(Collections.unmodifiableMap(more));
  }

  private static void add(
      Map<String, String> values, Map<String, String> source, Sources sources, boolean ours)
      throws StartException {
    Map<String, String> given = new TreeMap<>();
    source.forEach(
        (name, value) -> {
          if (NAME.matcher(name).matches() && !value.isBlank()) {
            given.put(name, value);
          }
        });
    for (Map.Entry<String, String> entry : Map.copyOf(given).entrySet()) {
      String fileName = entry.getKey();
      if (!fileName.endsWith(FILE_SUFFIX) || fileName.equals(FILE_SUFFIX)) {
        continue;
      }
      String name = fileName.substring(0, fileName.length() - FILE_SUFFIX.length());
      boolean known = ours || Variable.isHostWide(name) || DEVICE_NAME.matcher(name).matches();
      String content = content(fileName, entry.getValue(), sources.workingFolder(), known);
      if (content != null) {
        given.remove(fileName);
        if (!content.isBlank()) {
          given.putIfAbsent(name, content);
        }
      }
    }
    values.putAll(given);
  }

  /**
   * The content of a file that holds a value. The environment also carries names that merely end
   * like ours ({@code SSL_CERT_FILE}): those are left alone when they are no small text file.
   */
  private static String content(String name, String path, Path workingFolder, boolean known)
      throws StartException {
    try {
      Path file = workingFolder.resolve(path);
      if (!Files.isRegularFile(file) && !known) {
        return null;
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readString(file).replaceFirst("[\\r\\n]+$", "");
    } catch (IOException | InvalidPathException e) {
      if (!known) {
        return null;
      }
      throw new StartException(
          ExitCode.SETTING,
          name + " must be the path of a readable text file, was " + shown(path),
          e);
    }
  }

  private static void check(Map<String, String> values, Variable variable) throws StartException {
    String raw = values.get(variable.name());
    if (raw == null) {
      if (!variable.defaultText().isEmpty()) {
        values.put(variable.name(), variable.defaultText());
      }
      return;
    }
    String normal = variable.check().normalise().apply(raw.strip());
    if (normal == null) {
      String was = variable.secret() ? "; the value given is not shown" : ", was " + shown(raw);
      throw new StartException(
          ExitCode.SETTING, variable + " must be " + variable.check().allowed() + was);
    }
    values.put(variable.name(), normal);
  }

  /** Inserts what depends on other settings or on the machine. */
  private static void complete(Map<String, String> values, Sources sources) throws StartException {
    String port = values.get("HOST_PORT");
    values.putIfAbsent("HOST_NAME", machineName());
    values.putIfAbsent("HOST_URL", "http://localhost:" + port);
    values.putIfAbsent(
        "HOST_API_URL", "http://" + URI.create(values.get("HOST_URL")).getHost() + ":" + port);
    values.putIfAbsent(
        "HOST_VNC_STREAM_PATH", values.get("HOST_URL") + "/host/vnc/vnc_lite.html?path=websockify");
    values.putIfAbsent("LOG_LEVEL", values.get("DEBUG").equals("true") ? "debug" : "info");
    values.put("HOST_DATA_DIR", absolute(values.get("HOST_DATA_DIR"), sources).toString());
    values.put(HOST_HOME, sources.home().toString());
    String certificates = values.get("BUNDLE_TRUSTED_CERTS");
    if (certificates != null) {
      values.put(
          "BUNDLE_TRUSTED_CERTS", CertificateFiles.check(certificates, sources.workingFolder()));
    }
  }

  private static Path absolute(String raw, Sources sources) throws StartException {
    String userHome = sources.environment().getOrDefault("HOME", System.getProperty("user.home"));
    String path = raw.equals("~") || raw.startsWith("~/") ? userHome + raw.substring(1) : raw;
    try {
      return sources.workingFolder().resolve(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new StartException(
          ExitCode.SETTING, "HOST_DATA_DIR must be the path of a folder, was " + shown(raw), e);
    }
  }

  private static String machineName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "localhost"; // a machine that does not know its own name
      }
    }
  }

  static String shown(String raw) {
    String text = raw.replaceAll("\\p{Cntrl}", "?");
    return "\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"";
  }
}
