package com.virtualpytest.host.simulators.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.simulators.android.AdbServer.Answer;
import com.virtualpytest.host.simulators.android.device.Apk;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the installed adb and the virtual device say to each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealAdbTest {

  @TempDir static Path folder;
  private AdbServer adb;
  private VirtualAndroid phone;
  private String serial;

  @BeforeAll
  void start() throws IOException {
    adb = new AdbServer(folder);
    phone = VirtualAndroid.start(Profile.PHONE, 0);
    serial = adb.connect(phone);
  }

  @AfterAll
  void stop() throws IOException {
    phone.close();
    adb.close();
  }

  private Answer adb(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "-s";
    all[1] = serial;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return adb.run(all);
  }

  @Test
  void isListedWithWhatItIs() {
    assertThat(adb.run("devices", "-l").out())
        .contains(serial)
        .contains("product:virtual_phone model:Virtual_Phone device:vphone");
  }

  @Test
  void exitCodesAndBothOutputsArrive() {
    Answer answer = adb("shell", "echo out; echo err >&2; exit 3");

    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.out()).isEqualTo("out\n");
    assertThat(answer.err()).isEqualTo("err\n");
    assertThat(adb("shell", "nosuchprogram").code()).isEqualTo(127);
    assertThat(adb("shell", "true").code()).isZero();
  }

  @Test
  void filesGoThereAndBack() throws IOException {
    byte[] content = new byte[1_500_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("a file"), content);

    Answer pushed = adb("push", file.toString(), "/sdcard/Download/a file");
    Answer pulled = adb("pull", "/sdcard/Download/a file", folder.resolve("back").toString());

    assertThat(pushed.code()).as(pushed.err()).isZero();
    assertThat(phone.file("/storage/emulated/0/Download/a file")).hasValue(content);
    assertThat(pulled.code()).as(pulled.err()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("back"))).isEqualTo(content);
  }

  @Test
  void foldersGoThereAndBack() throws IOException {
    Files.createDirectories(folder.resolve("tree/below"));
    Files.writeString(folder.resolve("tree/below/leaf"), "leaf");

    assertThat(adb("push", folder.resolve("tree").toString(), "/sdcard/").code()).isZero();
    assertThat(adb("pull", "/sdcard/tree", folder.resolve("copy").toString()).code()).isZero();

    assertThat(adb("shell", "ls", "/sdcard/tree/below").out()).isEqualTo("leaf\n");
    assertThat(folder.resolve("copy/below/leaf")).hasContent("leaf");
  }

  @Test
  void filesThatCannotBeAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("some"), "x");

    assertThat(adb("push", file.toString(), "/system/some").code()).isNotZero();
    assertThat(adb("pull", "/sdcard/none", folder.resolve("none").toString()).code()).isNotZero();
  }

  @Test
  void aPictureComesUnharmed() throws IOException {
    Answer answer = adb("exec-out", "screencap", "-p");

    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.bytes()));
    assertThat(picture.getWidth()).isEqualTo(1080);
    assertThat(picture.getHeight()).isEqualTo(2340);
  }

  @Test
  void appsAreInstalledAndRemoved() throws IOException {
    Path apk = Files.write(folder.resolve("demo.apk"), Apk.sample("org.example.demo", "2.1"));

    Answer installed = adb("install", apk.toString());

    assertThat(installed.out() + installed.err()).contains("Success");
    assertThat(installed.code()).isZero();
    assertThat(adb("shell", "pm list packages -3 demo").out())
        .isEqualTo("package:org.example.demo\n");
    assertThat(adb("shell", "am start -n org.example.demo/.MainActivity").code()).isZero();
    assertThat(phone.screen().page()).isEqualTo("app/org.example.demo");
    assertThat(adb("uninstall", "org.example.demo").out()).contains("Success");
    assertThat(phone.installed("org.example.demo")).isFalse();
    assertThat(phone.screen().page()).isEqualTo("home");
  }

  @Test
  void whatIsNoAppIsNotInstalled() throws IOException {
    Path apk = Files.writeString(folder.resolve("bad.apk"), "no zip at all");

    Answer answer = adb("install", apk.toString());

    assertThat(answer.code()).isNotZero();
    assertThat(answer.out() + answer.err()).contains("INSTALL_PARSE_FAILED_NOT_APK");
  }

  @Test
  void aPortIsForwarded() throws IOException {
    String port = adb("forward", "tcp:0", "tcp:7").out().strip();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      socket.getOutputStream().write("there and back".getBytes(StandardCharsets.UTF_8));

      assertThat(socket.getInputStream().readNBytes(14))
          .isEqualTo("there and back".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(adb("forward", "--list").out()).contains(serial + " tcp:" + port + " tcp:7");
    assertThat(adb("forward", "--remove", "tcp:" + port).code()).isZero();
  }

  @Test
  void reverseForwardsAreListed() {
    assertThat(adb("reverse", "tcp:8081", "tcp:9091").code()).isZero();
    assertThat(adb("reverse", "--list").out()).contains("tcp:8081 tcp:9091");
    assertThat(adb("reverse", "--remove", "tcp:8081").code()).isZero();
    assertThat(adb("reverse", "--list").out()).doesNotContain("tcp:8081");
  }

  @Test
  void theLogIsFollowed() throws IOException {
    Process logcat = adb.start("-s", serial, "logcat", "-v", "brief", "Demo:V", "*:S");
    try {
      phone.log("Demo", "first");
      byte[] head = logcat.getInputStream().readNBytes("--------- beginning of main\n".length());
      assertThat(new String(head, StandardCharsets.UTF_8)).startsWith("--------- beginning");
      assertThat(line(logcat)).isEqualTo("I/Demo( 4711): first");
      phone.log("Demo", "second");
      assertThat(line(logcat)).isEqualTo("I/Demo( 4711): second");
    } finally {
      logcat.destroyForcibly();
    }
  }

  private static String line(Process process) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = process.getInputStream().read(); c != '\n'; c = process.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void badQuotingReallyTakesEffect() {
    assertThat(adb("shell", "input", "text", "a;touch /sdcard/broken").code()).isZero();
    assertThat(phone.file("/sdcard/broken")).isPresent();

    assertThat(adb("shell", "input text 'b;touch /sdcard/kept'").code()).isZero();
    assertThat(phone.file("/sdcard/kept")).isEmpty();
    assertThat(phone.executed()).contains(List.of("input", "text", "b;touch /sdcard/kept"));
    assertThat(phone.inputs()).contains("text b;touch /sdcard/kept");
  }

  @Test
  void aShellTakesCommandsFromItsInput() throws IOException {
    Process shell = adb.start("-s", serial, "shell");
    shell.getOutputStream().write("echo one\nexit 5\n".getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().close();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("one\n");
    await().atMost(AdbServer.LONG).until(() -> !shell.isAlive());
    assertThat(shell.exitValue()).isEqualTo(5);
  }

  @Test
  void aTerminalShowsAPromptAndWhatIsTyped() throws IOException {
    Process shell = adb.start("-s", serial, "shell", "-tt");
    shell.getOutputStream().write("echo onX\177e\rexit 6\r".getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().flush();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("vphone:/ $ echo onX\b \be\r\none\r\nvphone:/ $ exit 6\r\n");
    await().atMost(AdbServer.LONG).until(() -> !shell.isAlive());
    assertThat(shell.exitValue()).isEqualTo(6);
  }
}
