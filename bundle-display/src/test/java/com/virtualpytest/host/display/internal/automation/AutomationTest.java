package com.virtualpytest.host.display.internal.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.display.internal.screen.XServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real X server. */
class AutomationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private XServer server;
  private Automation automation;

  @BeforeEach
  void start() throws IOException {
    server = new XServer("800x600x24");
    automation = new Automation(System.getenv(), server.display(), folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void typesAnyScript() throws Exception {
    String text =
        """
        Hello "x" Grüße, ÄÖÜ äöü €5 日本語 привет абвгдежзийклмнопрстуфхцчшщъыьэюя ελληνικά 😀
        中文字符测试一二三四五六七八九十百千万 äöüß €
        """;
    Path typed = folder.resolve("typed");
    Process terminal = terminal("cat > " + typed + ".part; mv " + typed + ".part " + typed);
    try {
      await().atMost(SOON).until(() -> Files.exists(folder.resolve("typed.part")));
      assertThat(run("click", Map.of("x", 200, "y", 150)))
          .isEqualTo(done("Click executed at (200, 150)"));
      assertThat(run("type", Map.of("text", text))).isEqualTo(done("Text typed: " + text));
      run("keypress", Map.of("keys", List.of("ctrl", "d")));
      await().atMost(SOON).until(() -> Files.exists(typed));
      assertThat(typed).hasContent(text);
    } finally {
      terminal.destroy();
    }
  }

  @Test
  void findsAPictureThatItTook() throws Exception {
    server.run("fbsetroot", "-gradient", "diagonal", "-from", "red", "-to", "green");
    String file =
        run("screenshot", Map.of("filename", "part", "region", List.of(100, 80, 60, 40))).output();
    assertThat(file)
        .startsWith("Screenshot saved to: " + folder.toRealPath())
        .endsWith("/part.png");
    assertThat(run("locate", Map.of("image_path", "part.png")))
        .isEqualTo(done("Image found at: Box(left=100, top=80, width=60, height=40)"));
    assertThat(run("locate_and_click", Map.of("image_path", "part.png")))
        .isEqualTo(done("Image found and clicked at: (130, 100)"));
    server.run("fbsetroot", "-solid", "blue");
    assertThat(run("locate", Map.of("image_path", "part.png")))
        .isEqualTo(failed("Image not found: part.png"));
  }

  @Test
  void writesAndReadsPicturesWhereThatIsHarmlessOnly() throws Exception {
    assertThat(run("screenshot", Map.of()).output()).isEqualTo("Screenshot taken (not saved)");
    for (String name : List.of("/etc/x.png", "../x.png", "/usr/bin/x.png")) {
      assertThat(run("screenshot", Map.of("filename", name)).error())
          .startsWith("SECURITY BLOCK: ");
    }
    Path link = Files.createSymbolicLink(folder.resolve("link.png"), Path.of("/etc/hostname"));
    for (String name : List.of("/etc/hostname", "../../etc/hostname", link.toString())) {
      assertThat(run("locate", Map.of("image_path", name)).error()).startsWith("SECURITY BLOCK: ");
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(run("click", Map.of("x", 1)))
        .isEqualTo(failed("Missing x or y coordinates for click"));
    assertThat(run("move", Map.of())).isEqualTo(failed("Missing x or y coordinates for move"));
    assertThat(run("keypress", Map.of())).isEqualTo(failed("Missing key or keys for keypress"));
    assertThat(run("type", Map.of())).isEqualTo(failed("Missing text for type"));
    assertThat(run("locate", Map.of())).isEqualTo(failed("Missing image_path for locate"));
    assertThat(run("launch", Map.of())).isEqualTo(failed("Missing app_name for launch"));
    assertThat(run("zzz", Map.of()))
        .isEqualTo(failed("Unknown PyAutoGUI command: execute_pyautogui_zzz"));
    assertThat(run("keypress", Map.of("key", "zzz"))).isEqualTo(failed("Unknown key: zzz"));
  }

  @Test
  void startsPrograms() throws Exception {
    assertThat(run("launch", Map.of("app_name", "true")))
        .isEqualTo(done("Application launched: true"));
    assertThat(run("launch", Map.of("app_name", "no-such-program")))
        .isEqualTo(failed("Failed to launch no-such-program: no such program"));
    assertThat(run("launch", Map.of("app_name", "rm")).error()).startsWith("SECURITY BLOCK: ");
  }

  @Test
  void worksThePointer() throws Exception {
    assertThat(run("move", Map.of("x", 10, "y", 20, "duration", 0.1)))
        .isEqualTo(done("Mouse moved to (10, 20)"));
    assertThat(run("scroll", Map.of("clicks", -3))).isEqualTo(done("Scrolled -3 clicks"));
    assertThat(automation.run("execute_ldtp_keypress", Map.of("key", "OK")))
        .isEqualTo(done("Key pressed: OK -> enter"));
  }

  @Test
  void runsShellCommands() throws Exception {
    assertThat(automation.shell(Map.of("command", "echo a; exit 4")))
        .isEqualTo(new Outcome(false, "a\n", "", 4));
    assertThat(automation.shell(Map.of("bash_command", "sleep 600", "timeout", 1)))
        .isEqualTo(failed("Command timed out after 1 seconds\n"));
    assertThat(automation.shell(Map.of())).isEqualTo(failed("No bash command provided"));
    assertThat(automation.shell(Map.of("command", "pwd", "working_dir", "/tmp")))
        .isEqualTo(done("/tmp\n"));
    assertThat(automation.shell(Map.of("command", "pwd", "working_dir", "/nowhere")))
        .isEqualTo(failed("Working directory not found: /nowhere"));
  }

  private Process terminal(String script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("xterm", "-u8", "-geometry", "100x30+0+0", "-e", script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DISPLAY", server.display());
    builder.environment().put("LANG", "C.UTF-8");
    return builder.start();
  }

  private Outcome run(String what, Map<String, Object> params) throws Exception {
    return automation.run("execute_pyautogui_" + what, params);
  }

  private static Outcome done(String output) {
    return new Outcome(true, output, "", 0);
  }

  private static Outcome failed(String error) {
    return new Outcome(false, "", error, -1);
  }
}
