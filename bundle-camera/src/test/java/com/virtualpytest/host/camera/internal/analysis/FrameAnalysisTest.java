package com.virtualpytest.host.camera.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.virtualpytest.host.camera.internal.analysis.FrameAnalysis.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Finds in a clip what ffmpeg's own filters find in it: 3 s that move, 4 s that stand, 3 s black.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameAnalysisTest {
  private static final int FPS = 5;
  private static final Instant BEGIN = Instant.EPOCH;

  private Path clip;
  private Path folder;

  @BeforeAll
  void makeClip(@TempDir Path temp) throws Exception {
    folder = temp;
    clip = temp.resolve("clip.mkv");
    run(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x180:rate=5:d=3",
        "-f",
        "lavfi",
        "-i",
        "color=c=teal:size=320x180:rate=5:d=4",
        "-f",
        "lavfi",
        "-i",
        "color=c=black:size=320x180:rate=5:d=3",
        "-filter_complex",
        "[0][1][2]concat=n=3:v=1,format=yuv420p",
        "-c:v",
        "ffv1",
        clip.toString());
    run("-i", clip.toString(), "-q:v", "8", temp.resolve("%03d.jpg").toString());
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostdin", "-y"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private List<Finding> findings(List<Region> ignored) throws IOException {
    FrameAnalysis analysis = new FrameAnalysis(ignored);
    Thumbnail.Decoder decoder = new Thumbnail.Decoder();
    List<Finding> findings = new ArrayList<>();
    for (int i = 1; Files.exists(folder.resolve("%03d.jpg".formatted(i))); i++) {
      Thumbnail picture =
          decoder.decode(Files.readAllBytes(folder.resolve("%03d.jpg".formatted(i))));
      findings.add(analysis.look(picture, BEGIN.plusMillis((i - 1) * 1000L / FPS)));
    }
    return findings;
  }

  private static double seconds(Instant at) {
    return Duration.between(BEGIN, at).toMillis() / 1000.0;
  }

  private static double value(String printed, String name) {
    Matcher found = Pattern.compile(Pattern.quote(name) + ":\\s*([\\d.]+)").matcher(printed);
    assertThat(found.find()).as(name + " in " + printed).isTrue();
    return Double.parseDouble(found.group(1));
  }

  @Test
  void blackIsWhatBlackdetectCallsBlack() throws Exception {
    String ffmpeg = run("-i", clip.toString(), "-vf", "blackdetect=d=0.1", "-f", "null", "-");
    List<Finding> findings = findings(List.of());
    int first = 0;
    while (!findings.get(first).black()) {
      first++;
    }
    assertThat((double) first / FPS).isCloseTo(value(ffmpeg, "black_start"), within(0.01));
    assertThat(findings.subList(first, findings.size())).allMatch(Finding::black);
    // black to the end of the clip, which is one picture after the last
    assertThat((double) findings.size() / FPS).isCloseTo(value(ffmpeg, "black_end"), within(0.25));
  }

  @Test
  void blackLastsFromWhereBlackdetectSaysItDoes() throws Exception {
    String ffmpeg = run("-i", clip.toString(), "-vf", "blackdetect=d=2", "-f", "null", "-");
    List<Finding> findings = findings(List.of());
    Finding lasting =
        findings.stream().filter(finding -> finding.blackSince() != null).findFirst().orElseThrow();
    assertThat(seconds(lasting.blackSince())).isCloseTo(value(ffmpeg, "black_start"), within(0.01));
    assertThat((double) findings.indexOf(lasting) / FPS)
        .isCloseTo(value(ffmpeg, "black_start") + 2, within(0.01));
    assertThat(findings.get(findings.size() - 1).blackSince()).isEqualTo(lasting.blackSince());
  }

  @Test
  void whatIsThereForAMomentDoesNotLast() throws Exception {
    Thumbnail.Decoder decoder = new Thumbnail.Decoder();
    Thumbnail moving = decoder.decode(Files.readAllBytes(folder.resolve("001.jpg")));
    Thumbnail black = decoder.decode(Files.readAllBytes(folder.resolve("050.jpg")));
    FrameAnalysis analysis = new FrameAnalysis(List.of());
    for (int i = 0; i < 40; i++) {
      Finding finding = analysis.look(i % 10 == 9 ? moving : black, BEGIN.plusMillis(i * 200L));
      assertThat(finding.black()).isEqualTo(i % 10 != 9);
      assertThat(finding.blackSince()).as("picture " + i).isNull();
    }
    analysis.look(black, BEGIN.plusSeconds(8));
    analysis.forget();
    assertThat(analysis.look(black, BEGIN.plusSeconds(11)).blackSince()).isNull();
  }

  @Test
  void theBlackPartIsThatOfBlackframe() throws Exception {
    String ffmpeg =
        run("-i", clip.toString(), "-vf", "blackframe=amount=0:threshold=26", "-f", "null", "-");
    List<Finding> findings = findings(List.of());
    Matcher line = Pattern.compile("frame:(\\d+) pblack:(\\d+)").matcher(ffmpeg);
    int compared = 0;
    while (line.find()) {
      double part = findings.get(Integer.parseInt(line.group(1))).blackPart() * 100;
      assertThat(part).as(line.group()).isCloseTo(Double.parseDouble(line.group(2)), within(3.0));
      compared++;
    }
    assertThat(compared).isGreaterThan(20);
  }

  @Test
  void frozenIsWhatFreezedetectCallsFrozen() throws Exception {
    String ffmpeg = run("-i", clip.toString(), "-vf", "freezedetect=d=2", "-f", "null", "-");
    Finding frozen =
        findings(List.of()).stream()
            .filter(finding -> finding.frozenSince() != null)
            .findFirst()
            .orElseThrow();
    assertThat(seconds(frozen.frozenSince()))
        .isCloseTo(value(ffmpeg, "freeze_start"), within(0.01));
    List<Finding> all = findings(List.of());
    int end = all.indexOf(frozen);
    while (end < all.size() && frozen.frozenSince().equals(all.get(end).frozenSince())) {
      end++;
    }
    assertThat((double) end / FPS).isCloseTo(value(ffmpeg, "freeze_end"), within(0.01));
  }

  @Test
  void whatIsIgnoredMayMove() throws Exception {
    Finding third = findings(List.of(new Region(0, 0, 1280, 720))).get(14);
    assertThat(third.frozenSince()).isEqualTo(BEGIN);
    assertThat(findings(List.of()).get(14).frozenSince()).isNull();
  }

  @Test
  void regionsAreReadAsTheyAreWritten() {
    assertThat(Region.parse("0,0,10,10; 5,6,7,8"))
        .contains(List.of(new Region(0, 0, 10, 10), new Region(5, 6, 7, 8)));
    assertThat(Region.parse("")).contains(List.of());
    assertThat(Region.parse("1,2,3")).isEmpty();
  }
}
