package com.virtualpytest.host.simulators.android.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are what mksh does with the same lines. */
class ShellTest {

  private final Terminal terminal = new Terminal(Profile.PHONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "echo a   b ¦ a b",
        "echo 'a   b' ¦ a   b",
        "echo 'a;b&&c|d$(e)`f`' ¦ a;b&&c|d$(e)`f`",
        "echo 'it'\\''s' ¦ it's",
        "echo \"it's $USER\" ¦ it's shell",
        "echo \"\\$USER \\\"x\\\" \\`y\\`\" ¦ $USER \"x\" `y`",
        "echo a\\ \\ b ¦ a  b",
        "echo \\;\\| ¦ ;|",
        "echo $(echo 'x;y') ¦ x;y",
        "echo \"$(echo \"a  b\")\" ¦ a  b",
        "echo $(echo \"a  b\") ¦ a b",
        "echo `echo in` ¦ in",
        "echo $(echo $(echo deep)) ¦ deep",
        "x=5; echo $x${x}${none:-7} ¦ 557",
        "false; echo $? ¦ 1",
        "false || echo no ¦ no",
        "true && echo yes || echo no ¦ yes",
        "false && echo yes; echo end ¦ end",
        "! false; echo $? ¦ 0",
        "(exit 4); echo $? ¦ 4",
        "{ echo one; echo two; } | tail -n 1 ¦ two",
        "if [ a = a ]; then echo same; else echo other; fi ¦ same",
        "for i in 1 2; do echo -n $i; done ¦ 12",
        "echo a#b #c ¦ a#b",
        "echo a > /sdcard/f; echo b >> /sdcard/f; cat /sdcard/f | tail -n 1 ¦ b",
        "sh -c 'echo $1' x y ¦ y",
        "echo out 2>/dev/null ¦ out",
        "nosuch 2>&1 | grep -c found ¦ 1",
        "eval 'echo a; echo b' | tail -1 ¦ b",
        "echo é日本 ¦ é日本",
      })
  void readsALineAsMkshDoes(String line, String expected) throws Exception {
    assertThat(terminal.run(line).stripTrailing()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "true ¦ 0",
        "false ¦ 1",
        "exit 3 ¦ 3",
        "exit 256 ¦ 0",
        "nosuch ¦ 127",
        "echo 'open ¦ 1",
        "echo \"open ¦ 1",
        "; ¦ 1",
        "a | ¦ 1",
        "( echo ¦ 1",
        "echo x | grep y ¦ 1",
        "cat /sdcard/none ¦ 1",
        "echo x > /system/x ¦ 1",
        "exit 7; echo never ¦ 7",
      })
  void endsWithTheRightCode(String line, int code) throws Exception {
    terminal.run(line);

    assertThat(terminal.status()).isEqualTo(code);
  }

  @Test
  void patternsStandForFiles() throws Exception {
    terminal.run("touch /sdcard/a1 /sdcard/a2 /sdcard/b");

    assertThat(terminal.run("echo /sdcard/a*")).isEqualTo("/sdcard/a1 /sdcard/a2\n");
    assertThat(terminal.run("echo '/sdcard/a*' /none*")).isEqualTo("/sdcard/a* /none*\n");
  }

  @Test
  void allPartsOfAPipelineTakeEffect() throws Exception {
    terminal.run("touch /sdcard/left | touch /sdcard/right");

    assertThat(terminal.run("ls /sdcard/left /sdcard/right")).hasLineCount(2);
  }

  @Test
  void moreThanAPipeHoldsGoesThrough() throws Exception {
    terminal.device().files().write("/sdcard/big", "0123456\n".repeat(40_000).getBytes(UTF_8));

    assertThat(terminal.run("cat /sdcard/big | cat | wc -c")).isEqualTo("320000\n");
    assertThat(terminal.run("cat /sdcard/big | head -n 1 | wc -l")).isEqualTo("1\n");
  }

  @Test
  void programsAreRecordedWithTheirArguments() throws Exception {
    terminal.run("echo 'a b' \"$(echo c)\" | cat");

    assertThat(terminal.device().history().programs())
        .contains(List.of("echo", "c"), List.of("echo", "a b", "c"), List.of("cat"));
  }
}
