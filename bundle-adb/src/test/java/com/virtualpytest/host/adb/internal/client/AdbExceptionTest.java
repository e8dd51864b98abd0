package com.virtualpytest.host.adb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdbExceptionTest {

  /** What adb's {@code acquire_one_transport} and its sockets say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host:transport:a:1 | device 'a:1' not found                     | DEVICE_MISSING",
        "host:transport:a:1 | no devices/emulators found                 | DEVICE_MISSING",
        "host:transport:a:1 | device offline                             | DEVICE_OFFLINE",
        "host:transport:a:1 | device still connecting                    | DEVICE_OFFLINE",
        "host:transport:a:1 | insufficient permissions for device        | NO_PERMISSION",
        "host:transport:a:1 | no permissions (user in plugdev group; ?)  | NO_PERMISSION",
        "host:transport:a:1 | device unauthorized.                       | UNAUTHORIZED",
        "host:transport:a:1 | device still authorizing                   | UNAUTHORIZED",
        "shell,v2,raw:id    | closed                                     | CONNECTION_LOST",
        "shell:id           | closed                                     | CONNECTION_LOST",
        "exec:screencap -p  | closed                                     | CONNECTION_LOST",
        "sync:              | closed                                     | CONNECTION_LOST",
        "reverse:forward    | closed                                     | REFUSED",
        "host:bogus         | unknown host service                       | REFUSED",
      })
  void whatTheServerSaysTellsWhatIsWrong(String service, String text, Kind kind) {
    assertThat(AdbException.ofFail(service, text).kind()).isEqualTo(kind);
  }
}
