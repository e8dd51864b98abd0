package com.virtualpytest.host.camera.internal.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Writes into the first still after an action what that action was. */
final class LastAction {
  private static final long NEAR_MILLIS = 1500;

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();
  private FileTime seen;

  LastAction(Path file) {
    this.file = file;
  }

  void annotate(ObjectNode still, Instant at) {
    try {
      if (!Files.exists(file)) {
        return;
      }
      FileTime written = Files.getLastModifiedTime(file);
      if (written.equals(seen)) {
        return;
      }
      JsonNode action = json.readTree(file.toFile());
      double timestamp = action.path("timestamp").asDouble();
      long delay = at.toEpochMilli() - (long) (timestamp * 1000);
      if (delay < 0) {
        return; // the next still is the first one after it
      }
      seen = written;
      if (delay <= NEAR_MILLIS) {
        still.put("last_action_executed", action.path("command").asText());
        still.put("last_action_timestamp", timestamp);
        still.set("action_params", action.path("params"));
        still.put("action_to_frame_delay_ms", delay);
      }
    } catch (IOException e) {
      return; // it is being written anew: the next still sees it
    }
  }
}
