package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.virtualpytest.host.host.internal.deploy.JarInspector.Facts;
import com.virtualpytest.host.host.internal.deploy.JarInspector.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

class JarInspectorTest {
  private static final String API = "com.virtualpytest.host.api";

  @TempDir Path folder;

  private final JarInspector inspector =
      new JarInspector(
          new Limits(10_000, 20, 5_000_000), "the.host"::equals, TrustedSigners.anybody());

  @Test
  void readsNameAndVersion() throws Exception {
    Path jar = write(Jar.bundle("a.b-c;singleton:=true", "1.2.3.x", "v").bytes());
    assertThat(inspector.facts(jar)).isEqualTo(new Facts("a.b-c", new Version("1.2.3.x")));
    assertThatCode(() -> inspector.checkContent(jar)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bundle-ManifestVersion | 1          | no OSGi bundle",
        "Bundle-SymbolicName    | ''         | no OSGi bundle",
        "Bundle-SymbolicName    | ../a       | no OSGi bundle",
        "Bundle-SymbolicName    | the.host   | belongs to a bundle of the host",
        "Bundle-Version         | one        | no OSGi bundle",
        "Fragment-Host          | x          | fragment",
        "Export-Package         | x,com.virtualpytest.host.api.device;version=1 | exports packages"
            + " of core-api",
        "Export-Package         | com.virtualpytest.host.api | exports packages of core-api",
        "Export-Package         | x;com.virtualpytest.host.api.device;version=1 | exports packages of"
            + " core-api",
        "Export-Package         | 'x;uses:=\"y\",com.virtualpytest.host.api' | exports packages of"
            + " core-api",
        "Export-Package         | x;version=1;y | Export-Package cannot be read",
      })
  void refusesManifests(String header, String value, String why) throws Exception {
    Path jar = write(Jar.bundle("a", "1", "v").header(header, value).bytes());
    assertThat(refusal(() -> inspector.facts(jar))).contains(why);
  }

  @Test
  void importingAndUsingCoreApiIsFine() throws Exception {
    Jar jar = Jar.bundle("a", "1", "v").header("Import-Package", API + ".device");
    jar.header(
        "Export-Package", "org.other;uses:=\"x,%1$s,%1$s.device\";version=1,%1$sx".formatted(API));
    assertThat(inspector.facts(write(jar.bytes())).name()).isEqualTo("a");
  }

  @Test
  void refusesAJarWithoutManifestOfABundle() throws Exception {
    Path jar = write(Jar.plain().entry("x", new byte[1]).bytes());
    assertThat(refusal(() -> inspector.facts(jar))).contains("no OSGi bundle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "..\\x", "C:\\x"})
  void refusesNamesThatLeaveTheJar(String name) throws Exception {
    Path jar = write(Jar.bundle("a", "1", "v").entry(name, new byte[1]).bytes());
    assertThat(refusal(() -> inspector.checkContent(jar))).contains("points outside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "META-INF/versions/17/"})
  void refusesCopiesOfCoreApi(String prefix) throws Exception {
    String entry = prefix + "com/virtualpytest/host/api/driver/Driver.class";
    Path jar = write(Jar.bundle("a", "1", "v").entry(entry, new byte[1]).bytes());
    assertThat(refusal(() -> inspector.checkContent(jar)))
        .contains("contains packages of core-api");
  }

  @Test
  void refusesCopiesOfCoreApiInFoldersOfTheClassPath() throws Exception {
    Jar jar = Jar.bundle("a", "1", "v").header("Bundle-ClassPath", ".,x.jar;/lib/;a=\"b\"");
    jar.entry("lib/com/virtualpytest/host/api/driver/Driver.class", new byte[1]);
    Path file = write(jar.bytes());
    assertThat(refusal(() -> inspector.checkContent(file)))
        .contains("contains packages of core-api");
  }

  @Test
  void looksIntoTheJarsOfTheClassPathOnly() throws Exception {
    Jar nested = Jar.plain().entry("com/virtualpytest/host/api/driver/X.class", new byte[1]);
    Jar jar = Jar.bundle("a", "1", "v").entry("lib/x.jar", nested.bytes());
    Path file = write(jar.bytes());
    assertThatCode(() -> inspector.checkContent(file)).doesNotThrowAnyException();
    write(jar.header("Bundle-ClassPath", ".,lib/x.jar").bytes());
    assertThat(refusal(() -> inspector.checkContent(file)))
        .contains("contains packages of core-api");
  }

  @Test
  void theJarsOfTheClassPathHaveTheSameLimits() throws Exception {
    Jar nested = Jar.plain().entry("zeros", new byte[6_000_000]);
    Jar jar = Jar.bundle("a", "1", "v").header("Bundle-ClassPath", ".,x.jar");
    Path file = write(jar.entry("x.jar", nested.bytes()).bytes());
    assertThat(refusal(() -> inspector.checkContent(file))).contains("unpacked");
    write(jar.entry("x.jar", Arrays.copyOf(nested.bytes(), 900)).bytes());
    assertThat(refusal(() -> inspector.checkContent(file)))
        .isEqualTo("Its x.jar on the Bundle-ClassPath is not a whole jar");
  }

  @Test
  void refusesWhatUnpacksToTooMuch() throws Exception {
    Path jar = write(Jar.bundle("a", "1", "v").entry("zeros", new byte[6_000_000]).bytes());
    assertThat(Files.size(jar)).isLessThan(10_000L);
    assertThat(refusal(() -> inspector.checkContent(jar))).contains("Unpacked");
  }

  @Test
  void refusesWhatSaysThatItIsSmallAndIsNot() throws Exception {
    byte[] bytes = Jar.bundle("a", "1", "v").entry("zeros", new byte[6_000_000]).bytes();
    int directory = indexOf(bytes, "PK\1\2", lastIndexOf(bytes, "zeros") - 46);
    for (int i = 0; i < 4; i++) {
      bytes[directory + 24 + i] = (byte) (i == 0 ? 9 : 0); // the size as it is declared
    }
    assertThat(refusal(() -> inspector.checkContent(write(bytes)))).contains("Unpacked");
  }

  @Test
  void refusesClassesOfALaterJava() throws Exception {
    byte[] type = {
      (byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, (byte) (44 + 99), 0
    };
    Path jar = write(Jar.bundle("a", "1", "v").entry("x/Y.class", type).bytes());
    assertThat(refusal(() -> inspector.checkContent(jar)))
        .startsWith("Its class x.Y is built for Java 99; this host runs on Java ");
    Jar multi = Jar.bundle("a", "1", "v").entry("META-INF/versions/99/x/Y.class", type);
    Path other = write(multi.bytes());
    assertThatCode(() -> inspector.checkContent(other)).doesNotThrowAnyException();
  }

  @Test
  void refusesTooManyEntriesAndTooManyBytes() throws Exception {
    Jar jar = Jar.bundle("a", "1", "v");
    for (int i = 0; i < 30; i++) {
      jar.entry("e" + i, new byte[0]);
    }
    Path file = write(jar.bytes());
    assertThat(refusal(() -> inspector.checkContent(file))).contains("20 entries");
    assertThat(refusal(() -> inspector.checkSize(10_001))).contains("at most");
  }

  @Test
  void findsBytesThatChangedOnTheWay() throws Exception {
    byte[] text = "all work and no play".repeat(20).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Jar.bundle("a", "1", "v").entry("zz", text).bytes();
    bytes[indexOf(bytes, "zz") + 12] ^= 0x10;
    Path jar = write(bytes);
    assertThat(JarInspector.opens(jar)).isTrue();
    assertThat(refusal(() -> inspector.checkContent(jar))).contains("not a whole jar");
  }

  @Test
  void halfAJarDoesNotOpen() throws Exception {
    byte[] bytes = Jar.bundle("a", "1", "v").bytes();
    assertThat(JarInspector.opens(write(Arrays.copyOf(bytes, bytes.length / 2)))).isFalse();
    assertThat(JarInspector.opens(write(bytes))).isTrue();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("x.jar"), bytes);
  }

  private static int indexOf(byte[] bytes, String name) {
    return indexOf(bytes, name, 0);
  }

  private static int indexOf(byte[] bytes, String name, int from) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name, from);
  }

  private static int lastIndexOf(byte[] bytes, String name) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(name);
  }

  private static String refusal(ThrowingCall call) {
    return catchThrowableOfType(DeployException.class, call::run).problem().detail();
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }
}
