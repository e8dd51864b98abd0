package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.http.StreamSignatures;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The addresses of pictures as browsers see them, signed where streams ask for the key. */
@Component(service = AvUrls.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class AvUrls {
  private static final String STREAM = "/host/stream/";
  private static final Pattern LOCALHOST = Pattern.compile("^(\\w+://)localhost(?=[:/]|$)");

  private final HostSettings settings;
  private final StreamSignatures signatures;

  @Activate
  public AvUrls(@Reference HostSettings settings, @Reference StreamSignatures signatures) {
    this.settings = settings;
    this.signatures = signatures;
  }

  /** The address of a file below {@code /host/stream/}. The port stays in it. */
  String file(String folder, String rest) {
    return settings.hostUrl() + STREAM + folder + "/" + rest + signatures.query(folder);
  }

  /** The address of a file below {@code /host/stream/} that is kept: it stays good. */
  String kept(String folder, String rest) {
    String path = STREAM + folder + "/" + rest;
    return settings.hostUrl() + path + signatures.keptQuery(path);
  }

  /**
   * Where a device's stream is: the page of its display, or a playlist. Servers bring pages of
   * private addresses to browsers under their own, so the latter is relative then.
   *
   * @throws ApiException {@code INTERNAL}: nothing is configured
   */
  String stream(DeviceDefinition device) {
    if (device.id().equals(DeviceDefinition.HOST_ID)) {
      return page(device);
    }
    CapturePaths paths =
        CapturePaths.of(device)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.INTERNAL,
                        "Device %s has no video_stream_path configured (%s missing)"
                            .formatted(device.id(), device.variable("VIDEO_STREAM_PATH")),
                        null,
                        device.id()));
    String file = "segments/output.m3u8";
    return isPrivate()
        ? paths.stream() + "/" + file + signatures.query(paths.folder())
        : file(paths.folder(), file);
  }

  /** The page of the host's display; what is {@code localhost} here is another one there. */
  String page(DeviceDefinition display) {
    String page =
        display
            .get("VNC_STREAM_PATH")
            .orElse(settings.hostUrl() + "/host/vnc/vnc_lite.html?path=websockify");
    String host = host();
    return host == null
        ? page
        : LOCALHOST.matcher(page).replaceFirst("$1" + Matcher.quoteReplacement(host));
  }

  private String host() {
    return URI.create(settings.hostUrl()).getHost();
  }

  private boolean isPrivate() {
    String host = host();
    return host != null
        && (host.startsWith("192.168.") || host.startsWith("10.") || host.equals("127.0.0.1"));
  }
}
