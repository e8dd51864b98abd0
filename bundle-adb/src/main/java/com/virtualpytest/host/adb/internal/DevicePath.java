package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Paths on a device that callers may read and write. */
final class DevicePath {
  static final List<String> ROOTS = List.of("/sdcard", "/storage/emulated/0", "/data/local/tmp");

  /** The protocol of files takes 1024 bytes, with what it adds to a path. */
  private static final int MAX_BYTES = 1000;

  private DevicePath() {}

  /**
   * The path, if it is one of these.
   *
   * @throws ApiException {@code BAD_REQUEST} or {@code FORBIDDEN}
   */
  static String require(String path) {
    if (path == null || path.isEmpty()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "path is required");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        || path.chars().anyMatch(Character::isISOControl)) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "path is not a path");
    }
    boolean below =
        ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    boolean climbs = List.of(path.split("/", -1)).contains("..");
    if (!below || climbs) {
      throw new ApiException(
          ErrorCode.FORBIDDEN, "path must be below " + String.join(", ", ROOTS), null, null);
    }
    return path;
  }
}
