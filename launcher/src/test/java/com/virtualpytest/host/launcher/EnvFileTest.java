package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileTest {
  private static Map<String, String> parse(String text) throws StartException {
    return EnvFile.parse(text.lines().toList(), "x.env");
  }

  @Test
  void readsEveryFormOfALine() throws Exception {
    Map<String, String> values =
        parse(
            """
            # a comment

            PLAIN=a b
              SPACED = c\s\s
            export EXPORTED=d
            COMMENTED=e # why
            HASH=f#g
            EMPTY=
            ONLY_COMMENT= # nothing
            SINGLE='h \\n $PLAIN # i'
            DOUBLE="j \\"k\\" \\\\ \\$ \\d # l" # why
            EQUALS=m=n
            PLAIN=last
            """);

    assertThat(values)
        .containsEntry("PLAIN", "last")
        .containsEntry("SPACED", "c")
        .containsEntry("EXPORTED", "d")
        .containsEntry("COMMENTED", "e")
        .containsEntry("HASH", "f#g")
        .containsEntry("EMPTY", "")
        .containsEntry("ONLY_COMMENT", "")
        .containsEntry("SINGLE", "h \\n $PLAIN # i")
        .containsEntry("DOUBLE", "j \"k\" \\ $ \\d # l")
        .containsEntry("EQUALS", "m=n")
        .hasSize(10);
  }

  @Test
  void skipsByteOrderMarkAndCarriageReturns(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve(".env"), "\uFEFFA=1\r\nB='2'\r\n");

    assertThat(EnvFile.read(file)).isEqualTo(Map.of("A", "1", "B", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "A B=hunter2", "A='hunter2", "A=\"hunter2", "A='x' hunter2"})
  void namesTheMalformedLineButNotItsContent(String line) {
    assertThatThrownBy(() -> parse("OK=1\n" + line))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("x.env:2: ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesTheFileThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("none.env");

    assertThatThrownBy(() -> EnvFile.read(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesWhatIsNoText(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});

    assertThatThrownBy(() -> EnvFile.read(file)).hasMessageContaining("UTF-8");
  }
}
