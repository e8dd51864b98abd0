package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.Signer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedSignersTest {
  private static final byte[] TEXT = "text".repeat(50).getBytes(StandardCharsets.UTF_8);
  private static final byte[] JAR =
      Jar.bundle("a", "1.0.0", "v").entry("a.txt", TEXT).entry("b.txt", TEXT).bytes();

  private Path folder;
  private Signer signer;
  private TrustedSigners trusted;
  private TrustedSigners authority;

  @BeforeAll
  void makeKeys(@TempDir Path keys) throws Exception {
    folder = keys;
    signer = new Signer(folder).key("Friend").key("Stranger").key("Root", "-ext", "bc:c");
    signer.key("Issued", "-signer", "Root");
    trusted = of(signer.certificate("Friend").toString());
    authority = of(signer.certificate("Root").toString());
  }

  private static TrustedSigners of(String files) throws SettingException {
    return TrustedSigners.of(HostSettings.of(Map.of("BUNDLE_TRUSTED_CERTS", files)));
  }

  @Test
  void takesAnythingWhenNobodyIsNamed() throws Exception {
    assertThatCode(() -> TrustedSigners.of(HostSettings.of(Map.of())).check(write(JAR)))
        .doesNotThrowAnyException();
  }

  @Test
  void takesWhatWasSignedWithACertificateThatIsNamed() throws Exception {
    Path jar = write(signer.sign(JAR, "Friend"));
    assertThatCode(() -> trusted.check(jar)).doesNotThrowAnyException();
    String both = folder.resolve("Root.pem") + " , " + folder.resolve("Friend.pem");
    assertThatCode(() -> of(both).check(jar)).doesNotThrowAnyException();
  }

  @Test
  void takesWhatWasSignedWithACertificateThatOneOfThemIssued() throws Exception {
    Path jar = write(signer.sign(JAR, "Issued"));
    assertThatCode(() -> authority.check(jar)).doesNotThrowAnyException();
    assertThat(refusal(trusted, jar)).contains("CN=Issued");
  }

  @Test
  void refusesWhatIsNotSigned() throws Exception {
    assertThat(refusal(trusted, write(JAR))).isEqualTo("The jar is not signed");
  }

  @Test
  void refusesStrangers() throws Exception {
    assertThat(refusal(trusted, write(signer.sign(JAR, "Stranger"))))
        .isEqualTo("The jar is signed by CN=Stranger, whom this host does not trust");
  }

  @Test
  void takesWhatAStrangerSignedBesidesAFriend() throws Exception {
    Path jar = write(signer.sign(signer.sign(JAR, "Stranger"), "Friend"));
    assertThatCode(() -> trusted.check(jar)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"more.txt", "META-INF/services/x.Y", "META-INF/a/b.SF"})
  void findsWhatWasAddedAfterwards(String name) throws Exception {
    Path jar = write(copy(signer.sign(JAR, "Friend"), "", name));
    assertThat(refusal(trusted, jar))
        .isEqualTo("Not all of the jar is signed: " + name + " is not");
  }

  @Test
  void findsWhatWasChangedAfterwards() throws Exception {
    Path jar = write(copy(signer.sign(JAR, "Friend"), "a.txt", "a.txt"));
    assertThat(refusal(trusted, jar)).contains("changed afterwards");
  }

  @Test
  void findsWhatWasTakenOutAfterwards() throws Exception {
    Path jar = write(copy(signer.sign(JAR, "Friend"), "a.txt", null));
    assertThat(refusal(trusted, jar)).isEqualTo("The jar lacks a.txt, which was signed");
  }

  @Test
  void refusesTwoEntriesOfOneName() throws Exception {
    String bytes = new String(signer.sign(JAR, "Friend"), StandardCharsets.ISO_8859_1);
    byte[] twice = bytes.replace("b.txt", "a.txt").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusal(trusted, write(twice))).contains("two entries of the name a.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere.pem", "."})
  void aFileThatCannotBeReadIsAWrongSetting(String file) {
    assertThatThrownBy(() -> of(folder.resolve(file).toString()))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("BUNDLE_TRUSTED_CERTS must name files with certificates");
  }

  @Test
  void aFileWithoutACertificateIsAWrongSetting() throws Exception {
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
    assertThatThrownBy(() -> of(text.toString())).hasMessageContaining("text.pem");
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("x.jar"), bytes);
  }

  /** Leaves one entry out and puts another one, with a text of its own, at the end. */
  private static byte[] copy(byte[] jar, String without, String with) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.getName().equals(without)) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(out);
        }
      }
      if (with != null) {
        out.putNextEntry(new ZipEntry(with));
        out.write("other".getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String refusal(TrustedSigners signers, Path jar) {
    return catchThrowableOfType(DeployException.class, () -> signers.check(jar)).problem().detail();
  }
}
