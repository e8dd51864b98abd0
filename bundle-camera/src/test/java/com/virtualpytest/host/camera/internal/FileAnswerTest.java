package com.virtualpytest.host.camera.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAnswerTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    file = Files.writeString(folder.resolve("still.jpg"), "0123456789");
  }

  private static String sent(Response answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ((StreamingOutput) answer.getEntity()).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsSentIsTheFileThatWasMeasured() throws Exception {
    Response answer = new FileAnswer(file, null).answer(null);
    Path next = Files.writeString(folder.resolve("next"), "a much longer one than before");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("10");
    assertThat(sent(answer)).isEqualTo("0123456789");
  }

  @Test
  void partsAreCutOut() throws Exception {
    Response part = new FileAnswer(file, null).answer("bytes=-3");
    assertThat(part.getHeaderString("Content-Range")).isEqualTo("bytes 7-9/10");
    assertThat(sent(part)).isEqualTo("789");
    assertThat(new FileAnswer(file, null).answer("bytes=10-").getStatus()).isEqualTo(416);
  }
}
