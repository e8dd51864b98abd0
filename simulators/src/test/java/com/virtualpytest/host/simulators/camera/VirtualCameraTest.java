package com.virtualpytest.host.simulators.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class VirtualCameraTest {
  private static final String PASSWORD = "geheim";
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Duration SEVERAL_PICTURES = Duration.ofMillis(500);

  @Test
  void showsAMovingPictureToThoseWhoKnowThePassword() throws IOException {
    try (VirtualCamera camera = new VirtualCamera(0, PASSWORD)) {
      assertThat(open(camera, "wrong").getResponseCode()).isEqualTo(401);

      DataInputStream video = new DataInputStream(open(camera, PASSWORD).getInputStream());
      byte[] first = part(video);
      byte[] second = part(video);
      assertThat(second).isNotEqualTo(first);
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(first));
      assertThat(picture.getWidth()).isEqualTo(320);
      assertThat(picture.getHeight()).isEqualTo(180);
    }
  }

  @Test
  void whoIsUnpluggedCutsItsViewersAndComesBackOnTheSamePort() throws IOException {
    try (VirtualCamera camera = new VirtualCamera(0, null)) {
      String address = camera.address();
      DataInputStream video = new DataInputStream(open(camera, null).getInputStream());
      part(video);

      camera.control("unplug", Map.of());
      assertThat(camera.state()).isEqualTo("plugged=false\nfrozen=false");
      assertThatThrownBy(
              () -> {
                while (true) {
                  part(video); // those that were on their way
                }
              })
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> open(camera, null).getResponseCode())
          .isInstanceOf(IOException.class);

      camera.control("plug", Map.of());
      assertThat(camera.address()).isEqualTo(address);
      assertThat(open(camera, null).getResponseCode()).isEqualTo(200);
    }
  }

  @Test
  void whoIsFrozenTakesConnectionsAndSendsNothing() throws IOException {
    try (VirtualCamera camera = new VirtualCamera(0, null)) {
      camera.control("freeze", Map.of());
      HttpURLConnection connection = open(camera, null);
      assertThat(connection.getResponseCode()).isEqualTo(200);
      InputStream video = connection.getInputStream();
      await().during(SEVERAL_PICTURES).until(() -> video.available() == 0);

      camera.control("clear", Map.of());
      assertThat(part(new DataInputStream(open(camera, null).getInputStream()))).isNotEmpty();
    }
  }

  @Test
  void whatIsUnknownIsExplained() throws IOException {
    try (VirtualCamera camera = new VirtualCamera(0, null)) {
      assertThatThrownBy(() -> camera.control("burn", Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("plug, unplug, freeze or clear");
    }
  }

  private static HttpURLConnection open(VirtualCamera camera, String password) throws IOException {
    URI address = URI.create(camera.address());
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + address.getPort() + "/video").toURL().openConnection();
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (password != null) {
      byte[] who = (VirtualCamera.USER + ":" + password).getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(who));
    }
    return connection;
  }

  /** The next picture. */
  private static byte[] part(DataInputStream video) throws IOException {
    int length = -1;
    String line = line(video);
    while (length < 0 || !line.isEmpty()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
      line = line(video);
    }
    byte[] jpeg = new byte[length];
    video.readFully(jpeg);
    return jpeg;
  }

  private static String line(DataInputStream video) throws IOException {
    StringBuilder line = new StringBuilder();
    for (char c = (char) video.readByte(); c != '\n'; c = (char) video.readByte()) {
      line.append(c);
    }
    return line.toString().trim();
  }
}
