package com.virtualpytest.host.itest;

import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request to the fixture {@code hello} that takes 20 s, or until it is released. */
final class SlowRequest implements AutoCloseable {
  private final HostProcess host;
  private final CompletableFuture<Answer> answer;

  private SlowRequest(HostProcess host) {
    this.host = host;
    this.answer =
        host.client()
            .http()
            .sendAsync(
                host.client().keyed("/host/hello/slow").timeout(Duration.ofMinutes(2)).build(),
                BodyHandlers.ofString())
            .thenApply(Answer::of);
  }

  /** Sends it and returns when it is being served. */
  static SlowRequest to(HostProcess host) {
    host.awaitStatus("/host/hello", 200);
    SlowRequest request = new SlowRequest(host);
    host.awaitAnswer("/host/hello/waiting", answer -> answer.body().equals("1"));
    return request;
  }

  boolean isPending() {
    return !answer.isDone();
  }

  /** Lets it end now. */
  Answer release() throws ExecutionException, InterruptedException, TimeoutException {
    host.client().postNothing("/host/hello/release");
    return answer.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    answer.cancel(true);
  }
}
