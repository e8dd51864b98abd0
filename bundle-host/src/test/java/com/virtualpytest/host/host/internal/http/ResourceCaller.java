package com.virtualpytest.host.host.internal.http;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;

/** Resources as the host serves them, without a port. */
public final class ResourceCaller {
  private static final URI BASE = URI.create("http://127.0.0.1/host/");

  private final ApplicationHandler handler;

  public ResourceCaller(Object... resources) {
    handler =
        new ApplicationHandler(
            new ResourceConfig()
                .register(new JsonProvider())
                .register(ErrorMapper.class)
                .registerInstances(resources));
  }

  /** Posts JSON to a path below {@code /host/}; complete with the answer. */
  public CompletableFuture<ContainerResponse> post(String path, String body) {
    ContainerRequest request =
        new ContainerRequest(
            BASE,
            BASE.resolve(path),
            "POST",
            null,
            new MapPropertiesDelegate(),
            handler.getConfiguration());
    request.header("Content-Type", "application/json");
    request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    return CompletableFuture.supplyAsync(() -> answer(request));
  }

  private ContainerResponse answer(ContainerRequest request) {
    try {
      return handler.apply(request).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
