package com.virtualpytest.host.store.internal.database;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL server is, and who we are there.
 *
 * @param servers the first that answers is taken; at least one
 * @param user null for the driver's default, the user that the host runs as
 * @param password null for none
 * @param options of the driver, by their names there
 */
public record DatabaseAddress(
    List<Server> servers,
    String database,
    String user,
    String password,
    Map<String, String> options) {

  private static final int DEFAULT_PORT = 5432;
  private static final String URL = "DATABASE_URL";
  private static final String FORM = "must have the form postgresql://user:password@host:5432/name";
  private static final Pattern PARTS =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?"
              + "(?<servers>[^/?@]+)(?:/(?<database>[^?]*))?(?:\\?(?<options>.*))?");
  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::(\\d{1,5}))?");

  /** Options that PostgreSQL's own programs know by another name than the driver. */
  private static final Map<String, String> NAMES =
      Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "gssencmode", "gssEncMode");

  /** One of several machines that have the same database. */
  public record Server(String host, int port) {}

  public DatabaseAddress {
    servers = List.copyOf(servers);
    options = Map.copyOf(options);
  }

  /**
   * What the settings name.
   *
   * @return empty when they name none
   * @throws SettingException when it cannot be understood
   */
  public static Optional<DatabaseAddress> of(Settings settings) throws SettingException {
    Optional<String> url = settings.get(URL);
    if (url.isPresent()) {
      return Optional.of(parse(url.get()));
    }
    Optional<String> host = settings.get("POSTGRES_HOST");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String user = settings.get("POSTGRES_USER", "postgres");
    return Optional.of(
        new DatabaseAddress(
            List.of(
                new Server(host.get(), settings.integer("POSTGRES_PORT", DEFAULT_PORT, 1, 65535))),
            settings.get("POSTGRES_DB", user),
            user,
            settings.get("POSTGRES_PASSWORD").orElse(null),
            Map.of()));
  }

  /**
   * Reads a URL as PostgreSQL's own programs write it; each part may be percent-encoded.
   *
   * @throws SettingException naming {@code DATABASE_URL}; the text of the URL is not repeated
   */
  public static DatabaseAddress parse(String url) throws SettingException {
    Matcher parts = PARTS.matcher(url.strip());
    if (!parts.matches()) {
      throw new SettingException(URL, FORM);
    }
    String user = decoded(parts.group("user"));
    String database = decoded(parts.group("database"));
    return new DatabaseAddress(
        servers(parts.group("servers")),
        database != null ? database : user != null ? user : "postgres",
        user,
        decoded(parts.group("password")),
        options(parts.group("options")));
  }

  private static List<Server> servers(String list) throws SettingException {
    List<Server> servers = new ArrayList<>();
    for (String one : list.split(",")) {
      Matcher parts = SERVER.matcher(one);
      if (!parts.matches()) {
        throw new SettingException(URL, FORM);
      }
      int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
      if (port < 1 || port > 65535) {
        throw new SettingException(URL, "has a port that is not from 1 to 65535");
      }
      servers.add(new Server(decoded(parts.group(1)), port));
    }
    return servers;
  }

  private static Map<String, String> options(String query) throws SettingException {
    Map<String, String> options = new LinkedHashMap<>();
    if (query == null) {
      return options;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length() - 1) {
        String name = decoded(pair.substring(0, equals));
        options.put(NAMES.getOrDefault(name, name), decoded(pair.substring(equals + 1)));
      }
    }
    return options;
  }

  /** A plus is a plus here. */
  private static String decoded(String text) throws SettingException {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SettingException(URL, "has a % that is not followed by two hexadecimal digits");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseAddress[" + servers + "/" + database + "]";
  }
}
