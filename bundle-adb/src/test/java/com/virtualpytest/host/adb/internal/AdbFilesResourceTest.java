package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Profile;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AdbFilesResourceTest {

  @Test
  void whatIsNoFolderIsNotListed(@TempDir Path home) throws Exception {
    try (Lab lab = new Lab(home, Profile.PHONE)) {
      lab.phone();
      AdbFilesResource routes = new AdbFilesResource(lab.server, lab.open, new Transfers());
      routes.push(
          "device1", "/sdcard/Mine/one", 3L, new ByteArrayInputStream(new byte[] {1, 2, 3}));
      for (String folder : List.of("/sdcard/Mine", "/sdcard/Mine/")) {
        assertThat(routes.list("device1", folder).files())
            .extracting(AdbFilesResource.Entry::name)
            .containsExactly("one");
      }
      for (String none : List.of("/sdcard/None", "/sdcard/Mine/one")) {
        assertThatThrownBy(() -> routes.list("device1", none))
            .hasMessage("No such folder on the device")
            .isInstanceOfSatisfying(
                ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
      }
    }
  }
}
