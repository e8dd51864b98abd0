package com.virtualpytest.host.itest.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Looks at the host's bundles from a bundle beside them; the test stands in for the launcher. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HostBundlesIT {
  private static final String CORE_API = "com.virtualpytest.host.core-api";
  private static final String HOST = "com.virtualpytest.host.bundle-host";
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  /** Set before each test: Pax Exam also makes an object of this class outside the framework. */
  private BundleContext context;

  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Configuration
  public Option[] configuration() {
    return new Option[] {HostInFramework.options()};
  }

  /** What the launcher offers. */
  @Before
  public void offerWhatTheLauncherDoes() throws InterruptedException {
    context = FrameworkUtil.getBundle(HostBundlesIT.class).getBundleContext();
    Map<String, String> settings =
        Map.of(
            "API_KEY",
            "key",
            "HOST_NAME",
            "framework",
            "HOST_PORT",
            port(),
            "HOST_BIND",
            "127.0.0.1",
            "HOST_DATA_DIR",
            System.getProperty(HostInFramework.DATA),
            "HOST_HOME",
            System.getProperty(HostInFramework.DATA));
    register(
        Supplier.class, (Supplier<Map<String, String>>) () -> settings, "device.host", "settings");
    register(Runnable.class, (Runnable) () -> {}, "device.host", "restart");
    await("the host answers", () -> answers("/host/health/ready", 200));
  }

  @After
  public void takeItBack() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  @Test
  public void everySystemBundleIsActive() {
    List<String> notActive =
        Arrays.stream(context.getBundles())
            .filter(bundle -> !isFragment(bundle) && !isOnDemand(bundle))
            .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
            .filter(bundle -> bundle.getState() != Bundle.STARTING)
            .map(Bundle::getSymbolicName)
            .toList();

    assertEquals(List.of(), notActive);
  }

  private static boolean isOnDemand(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).getStartLevel() > HostInFramework.LAST_LEVEL;
  }

  @Test
  public void everyFragmentHasItsHost() {
    List<String> notResolved =
        Arrays.stream(context.getBundles())
            .filter(HostBundlesIT::isFragment)
            .filter(bundle -> bundle.getState() != Bundle.RESOLVED)
            .map(Bundle::getSymbolicName)
            .toList();

    assertEquals(List.of(), notResolved);
  }

  @Test
  public void theApiComesFromCoreApiAlone() {
    List<String> exporters =
        Arrays.stream(context.getBundles())
            .filter(
                bundle ->
                    bundle
                        .adapt(BundleRevision.class)
                        .getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE)
                        .stream()
                        .map(c -> (String) c.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE))
                        .anyMatch(name -> name.startsWith("com.virtualpytest.host.")))
            .map(Bundle::getSymbolicName)
            .toList();

    assertEquals(List.of(CORE_API), exporters);
  }

  @Test
  public void theHostIsWiredToTheApi() {
    List<String> providers =
        bundle(HOST)
            .adapt(BundleWiring.class)
            .getRequiredWires(BundleRevision.PACKAGE_NAMESPACE)
            .stream()
            .filter(HostBundlesIT::isApi)
            .map(wire -> wire.getProvider().getSymbolicName())
            .distinct()
            .toList();

    assertEquals(List.of(CORE_API), providers);
  }

  @Test
  public void theHostsComponentsAreSatisfied() {
    ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
    List<String> waiting = new ArrayList<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle(HOST))) {
      boolean configured = !"require".equals(component.configurationPolicy);
      boolean satisfied =
          runtime.getComponentConfigurationDTOs(component).stream()
              .anyMatch(c -> c.state >= ComponentConfigurationDTO.SATISFIED);
      if (configured && !satisfied) {
        waiting.add(component.name);
      }
    }

    assertEquals(List.of(), waiting);
  }

  @Test
  public void noComponentOfTheHostHasFailed() {
    ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
    List<String> failed =
        runtime.getComponentDescriptionDTOs(bundle(HOST)).stream()
            .flatMap(c -> runtime.getComponentConfigurationDTOs(c).stream())
            .filter(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
            .map(c -> c.description.name)
            .toList();

    assertEquals(List.of(), failed);
  }

  @Test
  public void aResourceAppearsIsReplacedAndDisappears() throws InterruptedException {
    ServiceRegistration<?> first = registerResource(new First());
    await("the first is served", () -> body("/host/inside").equals("first"));

    first.unregister();
    await("it is gone", () -> answers("/host/inside", 404));

    ServiceRegistration<?> second = registerResource(new Second());
    await("the second is served", () -> body("/host/inside").equals("second"));

    second.unregister();
    await("it is gone too", () -> answers("/host/inside", 404));
  }

  @Test
  public void ofTwoForOneTemplateTheFirstServesUntilItGoes() throws InterruptedException {
    ServiceRegistration<?> first = registerResource(new First());
    await("the first is served", () -> body("/host/inside").equals("first"));
    ServiceRegistration<?> other = registerResource(new Other());
    await("the other is served", () -> body("/host/inside/other").equals("other"));

    first.unregister();
    await("the first is gone", () -> answers("/host/inside", 404));

    assertEquals("other", body("/host/inside/other"));
    other.unregister();
  }

  /** The deployer is the host's own here, and the components those of all its bundles. */
  @Test
  public void anUpdateRestartsNoOtherBundleAndNoComponentOfOne() throws Exception {
    byte[] first = Files.readAllBytes(Paths.get(System.getProperty(HostInFramework.DROP_IN)));
    drop(first);
    String name = context.getBundle("deploy:" + hash(first)).getSymbolicName();
    Map<Long, String> before = components(name);
    List<String> events = new CopyOnWriteArrayList<>();
    SynchronousBundleListener listener =
        event -> events.add(event.getBundle().getSymbolicName() + " " + event.getType());
    context.addBundleListener(listener);

    drop(rebuilt(first));

    await("the old one is gone", () -> events.contains(name + " " + BundleEvent.UNINSTALLED));
    await("the update is over", () -> body("/host/bundles").contains("\"result\":\"updated\""));
    context.removeBundleListener(listener);
    events.removeIf(event -> event.startsWith(name + " "));
    assertEquals(List.of(), events);
    before.keySet().removeAll(components(name).keySet());
    assertEquals("what was activated anew, or is gone", Map.of(), before);
  }

  /** Puts a bundle into the drop-in folder and waits until it alone is left. */
  private void drop(byte[] jar) throws Exception {
    var folder = Paths.get(System.getProperty(HostInFramework.DATA), "deploy");
    Files.createDirectories(folder);
    var part = Files.write(folder.resolve(".drop-in.part"), jar);
    Files.move(part, folder.resolve("drop-in.jar"), StandardCopyOption.ATOMIC_MOVE);
    String location = "deploy:" + hash(jar);
    await(
        "it serves alone",
        () ->
            Stream.of(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith("deploy:"))
                .map(bundle -> bundle.getLocation() + " " + bundle.getState())
                .toList()
                .equals(List.of(location + " " + Bundle.ACTIVE)));
  }

  /** The same bundle with other content. */
  private static byte[] rebuilt(byte[] jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(out);
      }
      out.putNextEntry(new ZipEntry("next"));
    }
    return bytes.toByteArray();
  }

  private static String hash(byte[] jar) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
  }

  /** What is active in all bundles but one: another number means that it was activated anew. */
  private Map<Long, String> components(String except) {
    ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
    return runtime.getComponentDescriptionDTOs().stream()
        .filter(component -> !component.bundle.symbolicName.equals(except))
        .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
        .filter(configuration -> configuration.state == ComponentConfigurationDTO.ACTIVE)
        .collect(Collectors.toMap(one -> one.id, one -> one.description.name));
  }

  /** A resource. */
  @Path("inside")
  public static final class First {
    @GET
    public String get() {
      return "first";
    }
  }

  /** Another for the same path. */
  @Path("inside")
  public static final class Second {
    @GET
    public String get() {
      return "second";
    }
  }

  /** One below it. */
  @Path("inside/other")
  public static final class Other {
    @GET
    public String get() {
      return "other";
    }
  }

  private ServiceRegistration<?> registerResource(Object resource) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("osgi.jakartars.resource", true);
    return context.registerService(Object.class, resource, properties);
  }

  private <T> void register(Class<T> type, T service, String key, String value) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(key, value);
    registrations.add(context.registerService(type, service, properties));
  }

  private <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    assertTrue(type + " is there", reference != null);
    return context.getService(reference);
  }

  private Bundle bundle(String name) {
    return Stream.of(context.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private static boolean isApi(BundleWire wire) {
    return ((String) wire.getCapability().getAttributes().get(BundleRevision.PACKAGE_NAMESPACE))
        .startsWith("com.virtualpytest.host.api");
  }

  private static String port() {
    return System.getProperty(HostInFramework.PORT);
  }

  private static boolean answers(String path, int status) {
    HttpResponse<String> response = get(path);
    return response != null && response.statusCode() == status;
  }

  private static String body(String path) {
    HttpResponse<String> response = get(path);
    return response == null ? "" : response.body();
  }

  /** The answer, or null when nobody listens yet. */
  private static HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .header("X-API-Key", "key")
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The framework under test has no library for this. */
  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue("not within a minute: " + what, System.nanoTime() < end);
      Thread.sleep(20);
    }
  }
}
