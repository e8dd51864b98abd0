package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.deploy.BundleControl;
import com.virtualpytest.host.host.internal.deploy.BundleRecord;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.deploy.SwapRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Notes what is wanted. A jar with the content {@code bad} is refused, one with {@code worse} kept.
 */
final class FakeControl implements BundleControl, Deployment {

  static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  final List<String> wishes = new ArrayList<>();
  final List<BundleRecord> bundles = new ArrayList<>();
  final List<SwapRecord> history = new ArrayList<>();
  final Map<String, String> previous = new TreeMap<>();

  static BundleRecord bundle(String name, String folder, State state, String detail) {
    return new BundleRecord(
        name, "1.0.0", "0123456789abcdef", name + ".jar", folder, state, NOW, detail, null);
  }

  static SwapRecord swap(String result, String from, String to, String detail) {
    return new SwapRecord("fixture.relay", NOW, from, to, "console", result, 12, 3, 45, detail);
  }

  @Override
  public CompletableFuture<SwapRecord> install(Path jar, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<SwapRecord> install(InputStream jar, String by)
      throws RefusedException, IOException {
    String content = new String(jar.readAllBytes(), StandardCharsets.UTF_8);
    wishes.add("install " + content + " by " + by);
    return switch (content) {
      case "bad" ->
          throw new RefusedException(ErrorCode.BAD_REQUEST, "It is no <jar>", "Build it again");
      case "worse" ->
          CompletableFuture.completedFuture(swap("kept", "1 (a)", "2 (b)", "It did not start"));
      default -> CompletableFuture.completedFuture(swap("updated", "1 (a)", "2 (b)", null));
    };
  }

  @Override
  public CompletableFuture<SwapRecord> rollback(String name, String by) {
    wishes.add("rollback " + name + " by " + by);
    return CompletableFuture.completedFuture(swap("downgraded", "2 (b)", "1 (a)", null));
  }

  @Override
  public Map<String, String> previous() {
    return previous;
  }

  @Override
  public CompletableFuture<SwapRecord> remove(String name, String by) throws RefusedException {
    wishes.add("remove " + name + " by " + by);
    if (bundles.stream().noneMatch(one -> one.name().equals(name) && one.folder().equals("data"))) {
      throw new RefusedException(ErrorCode.CONFLICT, name + " lies in the installation", null);
    }
    return CompletableFuture.completedFuture(swap("removed", "1 (a)", null, null));
  }

  @Override
  public List<BundleRecord> bundles() {
    return bundles;
  }

  @Override
  public List<SwapRecord> history() {
    return history;
  }

  @Override
  public boolean settled() {
    return true;
  }
}
