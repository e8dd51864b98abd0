package com.virtualpytest.host.camera.internal;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file as an answer: with its type, not to be cached, in whole or the part that is asked for. */
final class FileAnswer {
  private static final Map<String, String> TYPES =
      Map.of(
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "png", "image/png",
          "json", "application/json",
          "m3u8", "application/vnd.apple.mpegurl",
          "ts", "video/mp2t",
          "mp4", "video/mp4",
          "mp3", "audio/mpeg");

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  private static final int PIECE = 64 * 1024;

  private final Path file;
  private final String query;

  /**
   * @param query of the request; a signature in it is handed on to what a playlist names
   */
  FileAnswer(Path file, String query) {
    this.file = file;
    this.query = query;
  }

  Response answer(String range) throws IOException {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (ending.equals("m3u8") && query != null && query.contains("signature=")) {
      return headers(Response.ok(signed()), ending).build();
    }
    // Opened once: what is told of it and what is sent are of one file, whatever is done meanwhile
    // to the name it had.
    SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      return answer(channel, range, ending);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Response answer(SeekableByteChannel channel, String range, String ending)
      throws IOException {
    long size = channel.size();
    Matcher part = range == null ? null : RANGE.matcher(range.strip());
    if (part == null || !part.matches() || (part.group(1) + part.group(2)).isEmpty()) {
      return headers(Response.ok(piece(channel, 0, size)), ending)
          .header("Content-Length", size)
          .build();
    }
    long from =
        part.group(1).isEmpty() ? Math.max(0, size - number(part.group(2))) : number(part.group(1));
    long to =
        part.group(1).isEmpty() || part.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, number(part.group(2)));
    if (from >= size || to < from) {
      channel.close();
      return headers(Response.status(416), "json")
          .header("Content-Range", "bytes */" + size)
          .entity("{\"success\":false,\"error\":\"No such part\",\"code\":\"BAD_REQUEST\"}")
          .build();
    }
    return headers(Response.status(206).entity(piece(channel, from, to - from + 1)), ending)
        .header("Content-Length", to - from + 1)
        .header("Content-Range", "bytes " + from + "-" + to + "/" + size)
        .build();
  }

  private static long number(String digits) {
    return Long.parseLong(digits);
  }

  private static ResponseBuilder headers(ResponseBuilder answer, String ending) {
    return answer
        .type(TYPES.getOrDefault(ending, "application/octet-stream"))
        .header("Accept-Ranges", "bytes")
        .header("Access-Control-Allow-Origin", "*")
        .header("Cache-Control", "no-cache, no-store, must-revalidate")
        .header("Pragma", "no-cache")
        .header("Expires", "0")
        .header("X-Content-Type-Options", "nosniff");
  }

  private static StreamingOutput piece(SeekableByteChannel channel, long from, long count) {
    return out -> {
      try (channel) {
        channel.position(from);
        copy(Channels.newInputStream(channel), out, count);
      }
    };
  }

  private static void copy(InputStream in, OutputStream out, long count) throws IOException {
    byte[] buffer = new byte[PIECE];
    long left = count;
    while (left > 0) {
      int got = in.read(buffer, 0, (int) Math.min(PIECE, left));
      if (got < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      out.write(buffer, 0, got);
      left -= got;
    }
  }

  /** Players take the query of a playlist for the playlist alone. */
  private String signed() throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line.isEmpty() || line.startsWith("#") ? line : line + "?" + query).append('\n');
    }
    return text.toString();
  }
}
