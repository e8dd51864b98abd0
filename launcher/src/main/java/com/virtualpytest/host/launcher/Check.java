package com.virtualpytest.host.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a variable may hold.
 *
 * @param allowed completes the sentence "must be …"
 * @param normalise turns the text given (never empty) into the one the host works with; null when
 *     the text is not allowed
 */
record Check(String allowed, Function<String, String> normalise) {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,5}");
  private static final Set<String> YES = Set.of("true", "1", "yes", "on");
  private static final Set<String> NO = Set.of("false", "0", "no", "off");

  static Check text(int maxLength) {
    return new Check(
        "1 to " + maxLength + " characters without control characters",
        raw ->
            raw.length() <= maxLength && raw.chars().noneMatch(Character::isISOControl)
                ? raw
                : null);
  }

  /** Text that can travel in an HTTP header. */
  static Check headerText(int maxLength) {
    return new Check(
        "1 to " + maxLength + " printable ASCII characters without spaces",
        raw ->
            raw.length() <= maxLength && raw.chars().allMatch(c -> c > 0x20 && c < 0x7f)
                ? raw
                : null);
  }

  /** Text of a form. */
  static Check matching(String regex, String allowed) {
    Pattern form = Pattern.compile(regex);
    return new Check(allowed, raw -> form.matcher(raw).matches() ? raw : null);
  }

  static Check port() {
    return new Check("a port from 1 to 65535", raw -> number(raw, 1, 65535));
  }

  static Check flag() {
    return new Check("true or false", Check::normaliseFlag);
  }

  static Check oneOf(String... words) {
    Set<String> known = Set.of(words);
    return new Check(
        "one of " + String.join(", ", words),
        raw -> {
          String word = raw.toLowerCase(Locale.ROOT);
          return known.contains(word) ? word : null;
        });
  }

  /** A base URL; slashes at its end are dropped, so that paths can be appended. */
  static Check baseUrl() {
    return new Check(
        "a URL such as http://name:6109, without user, query and fragment",
        Check::normaliseBaseUrl);
  }

  /** The same, where existing installations leave the scheme out: {@code name:5109}. */
  static Check serverUrl() {
    return new Check(
        "a URL such as http://name:5109 or name:5109, without user, query and fragment",
        raw -> {
          String scheme = raw.contains("://") ? "" : "http://";
          String url = normaliseBaseUrl(scheme + raw);
          return url == null ? null : url.substring(scheme.length());
        });
  }

  static Check bindAddress() {
    return new Check(
        "an IP address of this machine, 0.0.0.0 for all, or localhost",
        raw -> raw.equals("localhost") || isAddress(raw) ? raw : null);
  }

  static Check folder() {
    return new Check(
        "the path of a folder", raw -> raw.chars().noneMatch(Character::isISOControl) ? raw : null);
  }

  static Check networks() {
    return list(
        "a comma-separated list of networks such as 192.168.0.0/16", Check::normaliseNetwork);
  }

  static Check origins() {
    return list(
        "a comma-separated list of origins such as https://console.example.org",
        Check::normaliseOrigin);
  }

  /** Elements are trimmed; empty ones are dropped. */
  private static Check list(String allowed, Function<String, String> element) {
    return new Check(
        allowed,
        raw -> {
          var elements =
              Arrays.stream(raw.split(","))
                  .map(String::strip)
                  .filter(e -> !e.isEmpty())
                  .map(element)
                  .toList();
          return elements.isEmpty() || elements.contains(null)
              ? null
              : elements.stream().collect(Collectors.joining(","));
        });
  }

  private static String normaliseFlag(String raw) {
    String word = raw.toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return "true";
    }
    return NO.contains(word) ? "false" : null;
  }

  private static String normaliseBaseUrl(String raw) {
    URI uri = uri(raw);
    boolean plain = uri != null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    return plain ? raw.replaceAll("/+$", "") : null;
  }

  private static String normaliseOrigin(String raw) {
    URI uri = uri(raw);
    if (uri == null || !(uri.getScheme() + "://" + uri.getRawAuthority()).equals(raw)) {
      return null;
    }
    return raw.toLowerCase(Locale.ROOT);
  }

  /** The http or https URI of a host, or null. */
  private static URI uri(String raw) {
    try {
      URI uri = new URI(raw);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean port = uri.getPort() == -1 || number("" + uri.getPort(), 1, 65535) != null;
      return web && uri.getHost() != null && uri.getRawUserInfo() == null && port ? uri : null;
    } catch (URISyntaxException e) {
      return null; // the caller names the variable and what is allowed
    }
  }

  private static String normaliseNetwork(String raw) {
    int slash = raw.indexOf('/');
    String address = slash < 0 ? raw : raw.substring(0, slash);
    if (!isAddress(address)) {
      return null;
    }
    int bits = address.contains(":") ? 128 : 32;
    String prefix = slash < 0 ? "" + bits : number(raw.substring(slash + 1), 0, bits);
    return prefix == null ? null : address + "/" + prefix;
  }

  private static boolean isAddress(String raw) {
    return IPV4.matcher(raw).matches() || isIpv6(raw);
  }

  /** A URI takes an IPv6 literal between brackets and checks it without asking a name server. */
  private static boolean isIpv6(String raw) {
    if (raw.indexOf(':') < 0) {
      return false;
    }
    try {
      return new URI("http://[" + raw + "]/").parseServerAuthority().getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String number(String raw, int min, int max) {
    if (!DIGITS.matcher(raw).matches()) {
      return null;
    }
    int value = Integer.parseInt(raw);
    return value >= min && value <= max ? Integer.toString(value) : null;
  }
}
