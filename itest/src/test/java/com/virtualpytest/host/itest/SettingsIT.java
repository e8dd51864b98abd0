package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsIT {
  private static final int WRONG_SETTING = 78;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HOST_PORT              | 70000             | must be a port from 1 to 65535, was "70000"
          HOST_PORT              | http              | must be a port from 1 to 65535, was "http"
          HOST_BIND              | nowhere           | must be an IP address of this machine
          HOST_URL               | ftp://x           | must be a URL such as http://name:6109
          HOST_API_URL           | no url            | must be a URL such as http://name:6109
          SERVER_URL             | http://u:p@server | must be a URL such as http://name:5109
          API_KEY                | two words         | must be 1 to 4096 printable ASCII characters
          DEBUG                  | maybe             | must be true or false, was "maybe"
          LOG_LEVEL              | loud              | must be one of error, warn, info, debug, trace
          LOG_FORMAT             | xml               | must be one of text, json, was "xml"
          CONSOLE_ALLOW          | 10.0.0.0/33       | must be a comma-separated list of networks
          ALLOWED_ORIGINS        | example.org       | must be a comma-separated list of origins
          BUNDLE_STRICT_VERSIONS | 2                 | must be true or false, was "2"
          BUNDLE_TRUSTED_CERTS   | /nowhere.pem      | must name files with certificates (PEM), was "/nowhere.pem"
          STREAM_AUTH            | closed            | must be one of open, key, was "closed"
          """)
  void aWrongValueStopsTheStartNamingTheVariable(String name, String value, String allowed)
      throws IOException {
    try (HostProcess host = HostLaunch.in(folder).env(name, value).start()) {
      assertThat(host.awaitExit()).isEqualTo(WRONG_SETTING);
      assertThat(host.output()).startsWith("backend-host: " + name + " " + allowed).hasLineCount(1);
    }
  }

  @Test
  void aWrongSecretIsNotShown() throws IOException {
    try (HostProcess host = HostLaunch.in(folder).env("API_KEY", "very secret").start()) {
      assertThat(host.awaitExit()).isEqualTo(WRONG_SETTING);
      assertThat(host.output()).doesNotContain("very");
    }
  }

  @Test
  void aSecretFileThatIsMissingStopsTheStart() throws IOException {
    try (HostProcess host =
        HostLaunch.in(folder).env("API_KEY", null).env("API_KEY_FILE", "/nowhere").start()) {
      assertThat(host.awaitExit()).isEqualTo(WRONG_SETTING);
      assertThat(host.output()).contains("API_KEY_FILE must be the path of a readable text file");
    }
  }

  @Test
  void aBrokenEnvFileStopsTheStartNamingTheLine() throws IOException {
    Files.writeString(folder.resolve(".env"), "DEBUG=true\nAPI_KEY\n");

    try (HostProcess host = HostLaunch.in(folder).start()) {
      assertThat(host.awaitExit()).isEqualTo(WRONG_SETTING);
      assertThat(host.output()).contains(".env:2: the line is not NAME=value");
    }
  }

  @Test
  void anEnvFileThatIsNamedAndMissingStopsTheStart() throws IOException {
    try (HostProcess host = HostLaunch.in(folder).arguments("--env", "nowhere.env").start()) {
      assertThat(host.awaitExit()).isEqualTo(WRONG_SETTING);
      assertThat(host.output()).contains("nowhere.env: there is no such file");
    }
  }

  @Test
  void anUnknownArgumentIsTold() throws IOException {
    try (HostProcess host = HostLaunch.in(folder).arguments("--daemon").start()) {
      assertThat(host.awaitExit()).isEqualTo(64);
      assertThat(host.output()).contains("Unknown option: '--daemon'", "Try: backend-host --help");
    }
  }

  /**
   * The environment says who the host is, the working folder's file which key it wants, a file the
   * secret of the console: one start shows that each is taken and that the order holds.
   */
  @Test
  void environmentAndFilesAreMergedInTheirOrder() throws IOException {
    Path installation = Distribution.copyTo(folder.resolve("installation"));
    Files.writeString(installation.resolve(".env"), "HOST_NAME=beside\nAPI_KEY=beside-key\n");
    Files.writeString(folder.resolve("key"), "key-of-a-file\n");
    Files.writeString(
        folder.resolve(".env"),
        """
        # a comment
        export HOST_NAME='working folder'
        HOST_PORT=1
        API_KEY_FILE=key
        LOG_LEVEL=
        FLASK_SECRET_KEY=nobody-needs-it
        NEXT_PUBLIC_SUPABASE_URL=https://nobody.example
        """);

    try (HostProcess host =
        HostLaunch.in(folder)
            .home(installation)
            .env("HOST_NAME", "")
            .env("API_KEY", null)
            .startAndAwaitReady()) {
      Client client = host.client();
      assertThat(client.getWithoutKey("/host/health").text("host_name"))
          .isEqualTo("working folder");
      assertThat(
              client
                  .send(client.request("/host/nothing").header("X-API-Key", "key-of-a-file"))
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void theFileBesideTheInstallationIsTheLastResort() throws IOException {
    Path installation = Distribution.copyTo(folder.resolve("installation"));
    Files.writeString(installation.resolve(".env"), "HOST_NAME=\"beside\" # a name\n");

    try (HostProcess host =
        HostLaunch.in(folder).home(installation).env("HOST_NAME", null).startAndAwaitReady()) {
      assertThat(host.client().getWithoutKey("/host/health").text("host_name")).isEqualTo("beside");
    }
  }
}
