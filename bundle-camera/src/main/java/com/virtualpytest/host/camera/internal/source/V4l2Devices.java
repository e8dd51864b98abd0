package com.virtualpytest.host.camera.internal.source;

import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The V4L2 devices of this machine: what the kernel tells, and their formats by ffmpeg. */
public final class V4l2Devices {
  private static final Pattern FORMAT =
      Pattern.compile("(Raw|Compressed)\\s*:\\s*(\\S+)\\s*:\\s*(.*?)\\s*:\\s*([\\dx{},\\- ]+)$");
  private static final long PATIENCE_SECONDS = 5;

  private final Path root;
  private final String ffmpeg;

  /**
   * A device.
   *
   * @param path {@code /dev/video0}
   * @param byId the path that stays the same wherever it is plugged in; null when it has none
   * @param name as its driver calls it
   * @param error why its formats are not known; null when they are
   */
  public record Device(String path, String byId, String name, List<Format> formats, String error) {}

  /**
   * A format, as {@code DEVICEn_VIDEO_FORMAT} takes it.
   *
   * @param sizes as {@code DEVICEn_VIDEO_SIZE} takes them
   */
  public record Format(String format, boolean compressed, String description, List<String> sizes) {}

  /**
   * @param root where {@code sys} and {@code dev} are
   */
  public V4l2Devices(Path root) {
    this(root, "ffmpeg");
  }

  V4l2Devices(Path root, String ffmpeg) {
    this.root = root;
    this.ffmpeg = ffmpeg;
  }

  /** All of them. */
  public List<Device> all() throws InterruptedException {
    List<Device> devices = new ArrayList<>();
    for (Path node : Folders.list(root.resolve("sys/class/video4linux"))) {
      if (node.getFileName().toString().startsWith("video")) {
        devices.add(device(node));
      }
    }
    return devices;
  }

  private Device device(Path node) throws InterruptedException {
    String path = "/dev/" + node.getFileName();
    String output = ask(path);
    return new Device(path, byId(path), name(node), formats(output), error(output));
  }

  private static String name(Path node) {
    try {
      return Files.readString(node.resolve("name")).strip();
    } catch (IOException e) {
      return null; // it has just gone
    }
  }

  private String byId(String path) {
    return Folders.list(root.resolve("dev/v4l/by-id")).stream()
        .filter(link -> target(link).endsWith(Path.of(path).getFileName()))
        .map(link -> "/dev/v4l/by-id/" + link.getFileName())
        .findFirst()
        .orElse(null);
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link;
    }
  }

  /** ffmpeg says what it has to say on standard error, and always fails. */
  private String ask(String path) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(ffmpeg, "-hide_banner", "-nostdin"));
    command.addAll(List.of("-f", "v4l2", "-list_formats", "all", "-i", path));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH"));
    try {
      Process process = builder.start();
      try {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
            ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            : "";
      } finally {
        process.destroyForcibly(); // closes what is read, too
      }
    } catch (IOException e) {
      return "ffmpeg is not there";
    }
  }

  /** The formats in the output of {@code ffmpeg -list_formats all}. */
  static List<Format> formats(String output) {
    List<Format> formats = new ArrayList<>();
    for (String line : output.split("\n")) {
      Matcher found = FORMAT.matcher(line.stripTrailing());
      if (found.find()) {
        formats.add(
            new Format(
                found.group(2),
                found.group(1).equals("Compressed"),
                found.group(3),
                Arrays.asList(found.group(4).strip().split("\\s+"))));
      }
    }
    return formats;
  }

  /** Why there are no formats in that output; null when there are some. */
  static String error(String output) {
    if (!formats(output).isEmpty()) {
      return null;
    }
    if (output.contains("Device or resource busy")) {
      return "it is used by another program";
    }
    if (output.contains("Permission denied")) {
      return "it may not be opened: the host's user belongs into the group video";
    }
    return output.contains("Inappropriate ioctl") || output.contains("Not a video capture device")
        ? "it captures no video"
        : "its formats are not known";
  }
}
