package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.http.ResourceCaller;
import com.virtualpytest.host.host.internal.power.PowerResource;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import com.virtualpytest.host.host.internal.verification.VerificationResource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.glassfish.jersey.server.ContainerResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told when a device changes hands for longer than it waits. */
@Timeout(60)
class SwappingTest extends ExchangeFixture {

  private final ResponseThreads threads = new ResponseThreads();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private CompletableFuture<Held> swap;

  @BeforeEach
  void pauseTooLong() throws InterruptedException {
    use(shortTrial(LONG, Duration.ofMillis(100)));
    old = new FakeDriver("fake", Capability.POWER, Capability.VERIFICATION);
    begin("device1");
    Binding binding = bench.binding("device1");
    CountDownLatch paused = new CountDownLatch(1);
    swap =
        binding
            .swapLane()
            .callNext(
                "swap",
                Instant.now().plus(LONG),
                () -> {
                  Held held = binding.opening().pause();
                  paused.countDown();
                  goOn.await();
                  return binding.opening().take(held);
                });
    paused.await();
  }

  @AfterEach
  void goOn() {
    goOn.countDown();
    swap.join();
    threads.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "power/executeCommand | {\"command\":\"wait\"}",
        "verification/adb/waitForElementToAppear | {\"search_term\":\"Settings\"}",
        "verification/adb/execute | {\"verification\":{\"command\":\"look\"}}"
      })
  void theClientIsToComeAgain(String path, String body) {
    ResourceCaller host =
        new ResourceCaller(
            new PowerResource(bench.registry, threads),
            new VerificationResource(bench.registry, threads));

    ContainerResponse answer = host.post(path, body).join();

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
    assertThat(answer.getEntity())
        .hasFieldOrPropertyWithValue("code", ErrorCode.SWAPPING)
        .hasFieldOrPropertyWithValue("deviceId", "device1");
  }
}
