package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.Test;

class BundleApplicationTest {

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final AtomicInteger released = new AtomicInteger();
  private final BundleApplication application =
      new BundleApplication(null, new Slow(), Runnable::run, released::incrementAndGet);

  @Test
  void finishesWhatIsInFlightAndTakesNothingNewOnceItIsRetired() throws Exception {
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(this::serve);
    entered.await();

    application.retire();

    assertThat(application.inFlight()).isEqualTo(1);
    assertThat(serve()).isFalse();
    assertThat(released).hasValue(0);

    leave.countDown();
    assertThat(first.get()).isTrue();
    assertThat(application.inFlight()).isZero();
    assertThat(released).hasValue(1);
  }

  @Test
  void endsAtOnceWhenNothingIsInFlight() {
    leave.countDown();
    assertThat(serve()).isTrue();
    application.retire();
    assertThat(released).hasValue(1);
  }

  private boolean serve() {
    try {
      return application.serve(Requests.withHeaders(Map.of()), Requests.response());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private final class Slow extends ServletContainer {
    private static final long serialVersionUID = 1L;

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) {
      entered.countDown();
      try {
        leave.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void destroy() {}
  }
}
