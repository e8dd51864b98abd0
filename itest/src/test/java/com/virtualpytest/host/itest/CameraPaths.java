package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No route reads a file that is none of a source. */
abstract class CameraPaths {
  /** What must not be read begins so. */
  private static final String SECRET = "root:";

  /** Routes whose last part is a path or a name of a file. */
  private static final List<String> ROUTES =
      List.of(
          "/host/stream/",
          "/host/stream/screenshots/",
          CameraHost.STREAM,
          CameraHost.STREAM + "captures/",
          CameraHost.STREAM + "thumbnails/",
          CameraHost.STREAM + "segments/",
          CameraHost.STREAM + "metadata/",
          CameraHost.STREAM + "audio/",
          CameraHost.STREAM + "transcript/",
          "/host/av/recordings/",
          "/host/av/images/screenshot/");

  private static final List<String> PATHS =
      List.of(
          "../../../secret.json",
          "x/../../../../secret.json",
          "%2e%2e/%2e%2e/%2e%2e/secret.json",
          "..%2f..%2f..%2fsecret.json",
          "%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.json",
          "%252e%252e%252fsecret.json",
          "..%5c..%5c..%5csecret.json",
          "..;/..;/..;/secret.json",
          "....//....//secret.json",
          "/etc/passwd",
          "%2fetc%2fpasswd",
          "%00",
          "secret.json%00.jpg",
          "link.json",
          "link.jpg",
          "link.mp4",
          "folder/secret.json",
          "./link.json",
          "%2e",
          ".secret.json",
          "%c0%ae%c0%ae/secret.json");

  private final CameraHost cameras;

  CameraPaths(CameraHost cameras) {
    this.cameras = cameras;
  }

  /** Puts links into all folders that files are served from. */
  private Path plant() throws IOException {
    Path data = cameras.host().dataFolder();
    Path secret = Files.writeString(data.resolve("secret.json"), SECRET);
    Path source = data.resolve("stream/capture1");
    for (Path folder :
        List.of(
            source.resolve("captures"),
            data.resolveSibling("hot/capture1/captures"),
            source.resolve("thumbnails"),
            source.resolve("segments"),
            source.resolve("metadata"),
            source.resolve("audio"),
            source.resolve("recordings"),
            data.resolve("screenshots"))) {
      Files.createDirectories(folder);
      for (String link : List.of("link.json", "link.jpg", "link.mp4")) {
        Files.createSymbolicLink(folder.resolve(link), secret);
      }
      Files.createSymbolicLink(folder.resolve("folder"), data);
    }
    return data;
  }

  private String answer(String path) throws IOException {
    return answer("GET", path);
  }

  private String answer(String method, String path) throws IOException {
    return cameras
        .client()
        .raw(
            "%s %s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n"
                .formatted(method, path, HostLaunch.KEY));
  }

  @Test
  void nothingOutsideOfTheFoldersIsRead() throws Exception {
    Path data = plant();
    for (String route : ROUTES) {
      for (String path : PATHS) {
        String answer = answer(route + path);
        assertThat(answer).as(route + path).containsPattern("^HTTP/1.1 (400|404) ");
        assertThat(answer).as(route + path).doesNotContain(SECRET);
      }
    }
    String folder = data.resolve("stream/capture1/captures").toString();
    for (String path :
        List.of(
            "/etc/passwd",
            data + "/secret.json",
            folder + "/../../../secret.json",
            folder + "/%2e%2e/%2e%2e/%2e%2e/secret.json",
            folder + "/link.json",
            folder + "/folder/secret.json",
            "/var/www/html/stream/capture1/captures/link.json",
            "/var/www/html/stream/capture1/captures/../../../secret.json",
            "captures/link.json",
            data + "/streamx/a.jpg",
            data + "/stream",
            folder + "/a%00.jpg",
            "")) {
      String answer = answer("/host/av/images?path=" + path);
      assertThat(answer).as(path).containsPattern("^HTTP/1.1 (400|404) ").doesNotContain(SECRET);
    }
    for (String name : List.of("../..", "/etc", "..%2f..", "capture1/..", "%00")) {
      String answer = answer("/host/monitoring/disk-usage?capture_dir=" + name);
      assertThat(answer).as(name).containsPattern("^HTTP/1.1 (400|404) ");
    }
  }

  @Test
  void nothingOutsideOfTheFoldersIsRemoved() throws Exception {
    Path data = cameras.host().dataFolder();
    Path secret = Files.writeString(data.resolve("secret.json"), SECRET);
    for (String path : PATHS) {
      assertThat(answer("DELETE", "/host/av/recordings/" + path))
          .as(path)
          .containsPattern("^HTTP/1.1 (400|404|405) ");
    }
    assertThat(secret).exists();
  }

  @Test
  void foldersAreNotListed() throws Exception {
    for (String path : List.of("", "captures", "captures/", "segments/", "hot/captures/")) {
      assertThat(answer(CameraHost.STREAM + path)).as(path).containsPattern("^HTTP/1.1 (400|404) ");
    }
  }
}
