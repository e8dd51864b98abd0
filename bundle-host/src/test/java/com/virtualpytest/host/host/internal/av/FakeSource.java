package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.host.internal.testing.FakeController;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A source of five stills a second whose files a test writes itself. */
final class FakeSource extends FakeController implements AvController {
  final CaptureFolder folder;
  final List<Recording> recordings = new CopyOnWriteArrayList<>();
  final List<Wish> wishes = new CopyOnWriteArrayList<>();

  FakeSource(DeviceDefinition device, DriverContext context, CaptureFolder folder) {
    super(device, context);
    this.folder = folder;
  }

  @Override
  public Feed feed() {
    Instant since = Instant.now().minusSeconds(3600);
    return new Feed("lavfi", folder, "low", 5, Duration.ofSeconds(1), since, 4711, true);
  }

  /** A picture of now. */
  @Override
  public Optional<Picture> newest() {
    return Optional.of(new Picture(1, Instant.now(), ByteBuffer.wrap(new byte[] {1, 2, 3})));
  }

  @Override
  public AutoCloseable onPicture(Consumer<Picture> listener) {
    return () -> {};
  }

  @Override
  public void restart(String quality) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Recording record(Wish wish) {
    wishes.add(wish);
    return new Recording(
        "capture_1", folder.cold().resolve("x.mp4"), Instant.now(), wish.length(), true);
  }

  @Override
  public List<Recording> recordings() {
    return recordings;
  }
}
