package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.start.SystemStart;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;

/** Resources that hang while they are made, on a real framework. */
class WhiteboardTest {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir java.nio.file.Path folder;

  private final Generations generations = new Generations();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private Framework framework;
  private Whiteboard whiteboard;

  @Path("one")
  public static final class One {
    @GET
    public String get() {
      return "one";
    }
  }

  @Path("other/{id}")
  public static final class Other {
    @GET
    public String get() {
      return "other";
    }
  }

  @Path("other/{name}")
  public static final class Renamed {
    @GET
    public String get() {
      return "renamed";
    }
  }

  @BeforeEach
  void boot() throws BundleException {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.toString(),
                    Constants.FRAMEWORK_BSNVERSION,
                    Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                    Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                    "20"));
    framework.start();
    BundleContext context = framework.getBundleContext();
    whiteboard = new Whiteboard(context, new SystemStart(context), generations, LIMIT);
  }

  @AfterEach
  void shutDown() throws Exception {
    letGo.countDown();
    whiteboard.stop();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void aResourceThatHangsDoesNotKeepTheHostFromBeingReady() throws Exception {
    Bundle hanging = bundle("a");
    register(hanging, new Hanging(true));
    register(bundle("b"), new Made(new One()));
    assertThat(whiteboard.quiet()).isFalse();
    whiteboard.start(config());

    await().atMost(PATIENCE).until(whiteboard::quiet);
    await().atMost(PATIENCE).until(() -> whiteboard.find("/one").isPresent());
    await()
        .atMost(PATIENCE)
        .until(
            () -> whiteboard.problems(hanging.getBundleId()),
            List.of("Its resources take too long to be made")::equals);
  }

  @Test
  void theHostIsNotReadyBeforeItsOwnRoutesAreServed() throws Exception {
    register(framework, new Hanging(true));
    register(bundle("b"), new Made(new One()));
    whiteboard.start(config());

    await().atMost(PATIENCE).until(() -> whiteboard.find("/one").isPresent());
    await().atMost(PATIENCE).during(LIMIT.plusMillis(500)).until(() -> !whiteboard.quiet());

    letGo.countDown();
    await().atMost(PATIENCE).until(whiteboard::quiet);
  }

  @Test
  void aNextVersionThatHangsIsGivenUpAndOthersAreReplaced() throws Exception {
    Bundle a = serving("a", new Made(new One()));
    Bundle b = serving("b", new Made(new Other()));
    Bundle hangs = standingBy("a", new Hanging(false));
    assertThatThrownBy(() -> whiteboard.prepare(a.getBundleId(), hangs.getBundleId()))
        .isInstanceOfSatisfying(SwapException.class, e -> assertThat(e.stuck()).isFalse())
        .hasMessage("Its resources take too long to be made");

    Bundle deaf = standingBy("a", new Hanging(true));
    assertThatThrownBy(() -> whiteboard.prepare(a.getBundleId(), deaf.getBundleId()))
        .isInstanceOfSatisfying(SwapException.class, e -> assertThat(e.stuck()).isTrue());

    Bundle next = standingBy("b", new Made(new Other()));
    assertThat(whiteboard.prepare(b.getBundleId(), next.getBundleId())).isEmpty();
    whiteboard.switchOver(b.getBundleId(), next.getBundleId());
    assertThat(whiteboard.find("/other/1"))
        .hasValueSatisfying(serves -> assertThat(serves.bundle()).isEqualTo(next));
    assertThat(whiteboard.find("/one"))
        .hasValueSatisfying(serves -> assertThat(serves.bundle()).isEqualTo(a));
  }

  @Test
  void whatHasBegunToHangIsReplaced() throws Exception {
    Bundle a = serving("a", new Made(new One()));
    register(a, new Hanging(true));
    await()
        .atMost(PATIENCE)
        .until(() -> whiteboard.problems(a.getBundleId()), problems -> !problems.isEmpty());
    Bundle next = standingBy("a", new Made(new One()));

    assertThat(whiteboard.prepare(a.getBundleId(), next.getBundleId())).isEmpty();
    whiteboard.switchOver(a.getBundleId(), next.getBundleId());
    whiteboard.endStreams(a.getBundleId());

    assertThat(whiteboard.inFlight(a.getBundleId())).isZero();
    assertThat(whiteboard.find("/one"))
        .hasValueSatisfying(serves -> assertThat(serves.bundle()).isEqualTo(next));
  }

  @Test
  void whatCannotBeStoppedHasNoRoutesAnyMore() throws Exception {
    Bundle a = serving("a", new Made(new One()));

    whiteboard.withdraw(a.getBundleId());
    assertThat(whiteboard.find("/one")).isEmpty();

    register(a, new Made(new Other()));
    Bundle b = bundle("b");
    register(b, new Made(new One()));
    await().atMost(PATIENCE).until(() -> whiteboard.find("/one").isPresent());
    await().atMost(PATIENCE).until(whiteboard::quiet);
    assertThat(whiteboard.find("/one"))
        .hasValueSatisfying(serves -> assertThat(serves.bundle()).isEqualTo(b));
    assertThat(whiteboard.find("/other/1")).isEmpty();
  }

  @Test
  void aParameterThatIsCalledOtherwiseIsNotMissed() throws Exception {
    Bundle a = serving("a", new Made(new Other()));
    Bundle renamed = standingBy("a", new Made(new Renamed()));
    assertThat(whiteboard.prepare(a.getBundleId(), renamed.getBundleId())).isEmpty();

    Bundle without = standingBy("a", new Made(new One()));
    assertThat(whiteboard.prepare(a.getBundleId(), without.getBundleId()))
        .containsExactly("/other/{id}");
  }

  private Bundle serving(String name, ServiceFactory<Object> made) throws Exception {
    Bundle bundle = bundle(name);
    register(bundle, made);
    whiteboard.start(config());
    await().atMost(PATIENCE).until(() -> !whiteboard.served(bundle.getBundleId()).isEmpty());
    return bundle;
  }

  private Bundle standingBy(String name, ServiceFactory<Object> made) throws Exception {
    Bundle bundle = bundle(name);
    generations.standBy(bundle.getBundleId());
    register(bundle, made);
    return bundle;
  }

  private static void register(Bundle bundle, ServiceFactory<Object> made) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(JakartarsWhiteboardConstants.JAKARTA_RS_RESOURCE, "true");
    bundle.getBundleContext().registerService(Object.class.getName(), made, properties);
  }

  private Bundle bundle(String name) throws BundleException, IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    new JarOutputStream(jar, manifest).close();
    int count = framework.getBundleContext().getBundles().length;
    Bundle bundle =
        framework
            .getBundleContext()
            .installBundle(name + count, new ByteArrayInputStream(jar.toByteArray()));
    bundle.start();
    return bundle;
  }

  private static ServletConfig config() {
    ServletContext context =
        (ServletContext)
            Proxy.newProxyInstance(
                WhiteboardTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getInitParameterNames", "getAttributeNames" ->
                          Collections.emptyEnumeration();
                      case "getMajorVersion" -> 6;
                      default -> null;
                    });
    return (ServletConfig)
        Proxy.newProxyInstance(
            WhiteboardTest.class.getClassLoader(),
            new Class<?>[] {ServletConfig.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getServletContext" -> context;
                  case "getServletName" -> "host";
                  case "getInitParameterNames" -> Collections.emptyEnumeration();
                  default -> null;
                });
  }

  private record Made(Object resource) implements ServiceFactory<Object> {
    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
      return resource;
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
  }

  /** As a component is whose activation hangs. */
  private final class Hanging implements ServiceFactory<Object> {
    private final boolean deaf;

    private Hanging(boolean deaf) {
      this.deaf = deaf;
    }

    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
      boolean waits = true;
      while (waits) {
        try {
          letGo.await();
          waits = false;
        } catch (InterruptedException e) {
          waits = deaf;
        }
      }
      return null;
    }

    @Override
    public void ungetService(
        Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
  }
}
