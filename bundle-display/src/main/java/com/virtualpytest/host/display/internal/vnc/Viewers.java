package com.virtualpytest.host.display.internal.vnc;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who may look at the display over the host's own port.
 *
 * @param loopbackOnly true when only this machine may: there is no password, and nobody allowed to
 *     do without
 */
public record Viewers(boolean loopbackOnly) {

  /** What to do about a refusal. */
  public static final String HINT =
      "Set VNC_PASSWORD, or VNC_ALLOW_NO_PASSWORD=true to show the display to everybody";

  /**
   * Lets a peer pass.
   *
   * @param address its IP address in text form
   * @throws ApiException {@code FORBIDDEN} with a hint
   */
  public void require(String address) {
    if (loopbackOnly && !loopback(address)) {
      throw new ApiException(
          ErrorCode.FORBIDDEN, "This display may be seen from its own machine only", HINT, null);
    }
  }

  private static boolean loopback(String address) {
    if (!address.matches("[0-9a-fA-F:.%\\[\\]]+")) {
      return false; // a name, which would be looked up
    }
    try {
      return InetAddress.getByName(address.replaceFirst("%.*", "")).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
