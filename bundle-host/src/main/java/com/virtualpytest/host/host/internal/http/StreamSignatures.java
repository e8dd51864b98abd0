package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Signs addresses below {@code /host/stream/} for those who cannot send the key: players and {@code
 * img} elements. A signature is good for all files of one source until it expires, or for one file
 * that is kept, as long as that and the key are. Where streams are open there is nothing to sign.
 */
@Component(service = StreamSignatures.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StreamSignatures {
  private static final String PREFIX = "/host/stream/";
  private static final Duration LIFE = Duration.ofHours(12);

  private final Optional<String> key;
  private final Clock clock;

  @Activate
  public StreamSignatures(@Reference HostSettings settings) {
    this(settings, Clock.systemUTC());
  }

  StreamSignatures(HostSettings settings, Clock clock) {
    boolean asks = "key".equals(settings.get("STREAM_AUTH", "open"));
    this.key = asks ? settings.get("API_KEY") : Optional.empty();
    this.clock = clock;
  }

  /** What follows an address of that source: {@code ?expires=…&signature=…}, or nothing. */
  public String query(String folder) {
    if (key.isEmpty()) {
      return "";
    }
    long expires = clock.instant().plus(LIFE).getEpochSecond();
    return "?expires=" + expires + "&signature=" + signature(folder, Long.toString(expires));
  }

  /**
   * What follows the address of a file that is kept: {@code ?signature=…}, the same each time, or
   * nothing.
   *
   * @param path of the address, below {@code /host/stream/}, as it is requested
   */
  public String keptQuery(String path) {
    return key.isEmpty() ? "" : "?signature=" + sign(path);
  }

  /** Whether the query has a good signature for this path. */
  boolean good(String path, String query) {
    if (key.isEmpty() || query == null || !path.startsWith(PREFIX)) {
      return false;
    }
    Map<String, String> values = new HashMap<>();
    // clients put "?t=…" behind addresses that have a query already
    for (String pair : query.split("[&?]")) {
      int sign = pair.indexOf('=');
      if (sign > 0) {
        values.putIfAbsent(pair.substring(0, sign), pair.substring(sign + 1));
      }
    }
    String given = values.getOrDefault("signature", "");
    String expires = values.get("expires");
    if (expires == null) {
      return equal(sign(path), given);
    }
    String folder = path.substring(PREFIX.length()).split("/", 2)[0];
    return expires.matches("\\d{1,12}")
        && Long.parseLong(expires) > clock.instant().getEpochSecond()
        && equal(signature(folder, expires), given);
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** No path has a line feed in it, so this signs no path. */
  private String signature(String folder, String expires) {
    return sign(PREFIX + folder + "\n" + expires);
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.orElseThrow().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signed = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
