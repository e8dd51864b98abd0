package com.virtualpytest.host.adb.internal;

import static com.virtualpytest.host.adb.internal.Lab.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.SyncSession;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownloadTest {
  private static final String FILE = "/sdcard/Download/some.bin";
  private static final int LARGE = 1 << 20;
  private static final long LIMIT = 2L << 30;

  private final Transfers transfers = new Transfers();
  private Lab lab;
  private Target target;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.PHONE);
    lab.phone();
    target = Target.of("device1", lab.open, lab.server);
  }

  @AfterAll
  void end() {
    lab.close();
  }

  @AfterEach
  void nothingIsLeftOnItsWay() {
    lab.android.clearFaults();
    assertThat(transfers.views()).isEmpty();
  }

  private byte[] onTheDevice(int size) throws IOException, InterruptedException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (SyncSession sync = target.client().sync(target.serial(), Deadline.in(PATIENCE))) {
      sync.push(new ByteArrayInputStream(bytes), FILE, 0644, Instant.EPOCH, count -> {});
    }
    return bytes;
  }

  private Download begin(long limit) throws IOException, InterruptedException {
    return target.run(() -> Download.begin(target, FILE, limit, transfers));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 131_072, LARGE})
  void aFileComesAsItIsAndAsLongAsAnnounced(int size) throws Exception {
    byte[] bytes = onTheDevice(size);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    Download download = begin(LIMIT);
    assertThat(download.length()).isEqualTo(size);
    download.write(got);
    assertThat(got.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void aDeviceThatDoesNotHandItOutIsQuotedBeforeTheAnswerBegins() throws Exception {
    onTheDevice(LARGE);
    lab.android.fault(Fault.UNREADABLE_FILES);
    assertFails(
        LIMIT,
        ErrorCode.DEVICE_REFUSED,
        target.serial() + " did not do that with the file: Permission denied");
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF_FILES", "GROWING_FILES"})
  void whatIsNotAsAnnouncedIsCut(Fault fault) throws Exception {
    onTheDevice(LARGE);
    lab.android.fault(fault);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    Download download = begin(LIMIT);
    assertThatThrownBy(() -> download.write(got)).isInstanceOf(IOException.class);
    assertThat(got.size()).isLessThan((int) download.length());
  }

  @Test
  void aSmallFileThatFailsIsAnsweredWithTheReason() throws Exception {
    onTheDevice(100_000);
    lab.android.fault(Fault.HALF_FILES);
    assertFails(
        LIMIT,
        ErrorCode.DEVICE_REFUSED,
        target.serial() + " did not do that with the file: I/O error");
  }

  @Test
  void aSmallFileThatIsLongerThanAnnouncedIsAnsweredWithThat() throws Exception {
    onTheDevice(40_000);
    lab.android.fault(Fault.GROWING_FILES);
    assertFails(
        LIMIT,
        ErrorCode.CONFLICT,
        "The file grows while it is read, or is larger than the device can tell");
  }

  @Test
  void whatIsTooLargeOrNotThereIsNotBegun() throws Exception {
    onTheDevice(LARGE);
    assertFails(LARGE - 1, ErrorCode.TOO_LARGE, "The file is larger than 1048575 bytes");
    assertThatThrownBy(
            () -> target.run(() -> Download.begin(target, "/sdcard/none", LIMIT, transfers)))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  private void assertFails(long limit, ErrorCode code, String text) {
    assertThatThrownBy(() -> begin(limit))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(text);
  }
}
