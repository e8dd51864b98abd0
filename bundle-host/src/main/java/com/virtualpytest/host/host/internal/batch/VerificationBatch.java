package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.List;
import java.util.Map;

/**
 * The body of a batch of checks.
 *
 * @param verifications done in order, all of them
 * @param deviceId the device
 */
public record VerificationBatch(List<Check> verifications, String deviceId) {

  /**
   * A check.
   *
   * @param command its name
   * @param verificationType what is looked at: {@code adb}, {@code image}, …
   * @param params its parameters; null when there are none
   * @param userinterfaceName whose references are meant
   * @param verificationPassCondition {@code any} when one check that passes is enough
   */
  public record Check(
      String command,
      String verificationType,
      Map<String, Object> params,
      String userinterfaceName,
      String verificationPassCondition) {

    Map<String, Object> paramsOrNone() {
      return params == null ? Map.of() : params;
    }
  }

  /**
   * @throws ApiException {@code BAD_REQUEST}: what is missing, in the words that clients know
   */
  void validate(String team) {
    require(verifications != null && !verifications.isEmpty(), "verifications are required");
    require(verifications.stream().allMatch(VerificationBatch::named), "command is required");
    require(present(deviceId), "device_id is required");
    require(present(team), "team_id is required");
    require(
        present(verifications.get(0).userinterfaceName()),
        "userinterface_name is required for reference resolution");
  }

  boolean oneIsEnough() {
    return "any".equals(verifications.get(0).verificationPassCondition());
  }

  private static boolean named(Check check) {
    return check != null && present(check.command());
  }

  private static boolean present(String text) {
    return text != null && !text.isEmpty();
  }

  private static void require(boolean met, String error) {
    if (!met) {
      throw new ApiException(ErrorCode.BAD_REQUEST, error);
    }
  }
}
