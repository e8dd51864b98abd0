package com.virtualpytest.host.camera.internal.analysis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.camera.internal.CameraSettings;
import com.virtualpytest.host.camera.internal.analysis.FrameAnalysis.Finding;
import com.virtualpytest.host.camera.internal.capture.CaptureRun;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the thumbnails of a source by their numbers, writes beside each what was found in it, and
 * tells when something begins or ends. Called by one thread a few times a second.
 */
public final class FrameWatch {
  private static final Pattern NAME = Pattern.compile("capture_(\\d{9})_thumbnail\\.jpg");
  private static final int DIGITS = 9;
  private static final double SILENCE_DB = -60;
  private static final Duration LOST_TRACK = Duration.ofSeconds(2);

  private final CameraSettings settings;
  private final CaptureRun run;
  private final BiConsumer<Instant, String> archive;
  private final Clock clock;
  private final Path thumbnails;
  private final Path metadata;
  private final FrameAnalysis analysis;
  private final Loudness loudness;
  private final Lasting silence = new Lasting();
  private final Thumbnail.Decoder decoder = new Thumbnail.Decoder();
  private final LiveEvents events;
  private final LastAction lastAction;
  private final Deque<String> lastStills = new ArrayDeque<>();
  private final ObjectMapper json = new ObjectMapper();
  private final DriverContext context;
  private Instant followed = Instant.MIN;
  private Instant lastSeen = Instant.MIN;
  private Instant newest = Instant.MIN; // still that was looked at
  private long next = 1;

  /**
   * @param archive gets what was found in each still, as JSON
   */
  public FrameWatch(
      CameraSettings settings,
      CaptureRun run,
      BiConsumer<Instant, String> archive,
      DriverContext context,
      Clock clock) {
    this.settings = settings;
    this.run = run;
    this.archive = archive;
    this.context = context;
    this.clock = clock;
    this.thumbnails = settings.folder().hot().resolve("thumbnails");
    this.metadata = settings.folder().hot().resolve("metadata");
    this.analysis = new FrameAnalysis(settings.ignored());
    this.loudness = new Loudness(run::reading);
    this.events = new LiveEvents(metadata.resolve("live_events.json"), context);
    this.lastAction = new LastAction(metadata.resolve("last_action.json"));
  }

  /** Looks at what has come since the last time. */
  public void look() {
    Instant begun = run.begun();
    if (!begun.equals(followed)) {
      followed = begun;
      next = 1;
      events.interrupt(newest);
      analysis.forget();
      silence.forget();
      lastSeen = clock.instant();
    }
    try {
      boolean seen = one();
      while (seen) {
        lastSeen = clock.instant();
        seen = one();
      }
      if (Duration.between(lastSeen, clock.instant()).compareTo(LOST_TRACK) > 0) {
        lastSeen = clock.instant();
        jump();
      }
    } catch (IOException e) {
      context.logger().debug("A thumbnail of {} could not be looked at", settings, e);
    }
  }

  private boolean one() throws IOException {
    String number = Long.toString(next);
    String base = "capture_" + "0".repeat(Math.max(0, DIGITS - number.length())) + number;
    Path thumbnail = thumbnails.resolve(base + "_thumbnail.jpg");
    if (!Files.exists(thumbnail)) {
      return false;
    }
    Instant at = Files.getLastModifiedTime(thumbnail).toInstant();
    if (at.isBefore(followed)) {
      return false; // of an earlier run, which had more of them
    }
    next++;
    newest = at;
    Finding finding = analysis.look(decoder.decode(Files.readAllBytes(thumbnail)), at);
    byte[] text = json.writeValueAsBytes(describe(base, at, finding));
    Folders.write(metadata.resolve(base + ".json"), text);
    archive.accept(at, new String(text, StandardCharsets.UTF_8));
    return true;
  }

  /** Some were removed before they were looked at, or another one of us was here before. */
  private void jump() {
    Folders.files(thumbnails).stream()
        .filter(entry -> entry.modified() >= followed.toEpochMilli())
        .max(Comparator.comparingLong(Folders.Entry::modified))
        .map(entry -> NAME.matcher(entry.path().getFileName().toString()))
        .filter(Matcher::matches)
        .ifPresent(name -> next = Math.max(next, Long.parseLong(name.group(1))));
  }

  private ObjectNode describe(String base, Instant at, Finding finding) {
    remember(base + ".jpg");
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("timestamp", at.toString());
    node.put("filename", base + ".jpg");
    node.put("thumbnail", base + "_thumbnail.jpg");
    node.put("blackscreen", finding.black());
    node.put("blackscreen_percentage", Math.round(finding.blackPart() * 1000) / 10.0);
    node.put("freeze", finding.frozenSince() != null);
    ArrayNode differences = node.putArray("freeze_diffs");
    finding.differences().forEach(d -> differences.add(Math.round(d * 25600) / 100.0));
    ArrayNode stills = node.putArray("last_3_filenames");
    ArrayNode small = node.putArray("last_3_thumbnails");
    for (String still : lastStills) {
      stills.add(still);
      small.add(still.replace(".jpg", "_thumbnail.jpg"));
    }
    Instant silentSince = silence.see(sound(node), at);
    node.put(
        "has_incidents",
        finding.blackSince() != null || finding.frozenSince() != null || silentSince != null);
    events.see(node, "blackscreen", finding.blackSince(), at);
    events.see(node, "freeze", finding.frozenSince(), at);
    events.see(node, "audio", silentSince, at);
    lastAction.annotate(node, at);
    return node;
  }

  private void remember(String still) {
    if (lastStills.size() == 3) {
      lastStills.removeFirst();
    }
    lastStills.addLast(still);
  }

  /** Writes how loud it is; true when there is sound that cannot be heard. */
  private boolean sound(ObjectNode node) {
    OptionalDouble level = loudness.at(clock.instant());
    if (level.isEmpty()) {
      return false;
    }
    double db = level.getAsDouble();
    boolean heard = db > SILENCE_DB;
    node.put("audio", heard);
    node.put("mean_volume_db", Math.round(db * 10) / 10.0);
    node.put("volume_percentage", (int) Math.max(0, Math.min(100, (db + 60) / 60 * 100)));
    return !heard;
  }
}
