package com.virtualpytest.host.host.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.State;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class StockBundlesTest {

  private static final Map<Long, String> INSTALLED =
      Map.of(1L, "host.bundle", 2L, "fixture.here", 3L, "fixture.there");

  private final FakeControl control = new FakeControl();
  private final BundleWishes wishes = new BundleWishes(control);
  private final StockBundles filter =
      new StockBundles(
          context(),
          control,
          wishes,
          new DriversPage(new Notices(), control, control, wishes, Clock.systemUTC()));
  private boolean passedOn;

  StockBundlesTest() {
    control.bundles.add(FakeControl.bundle("fixture.here", "data", State.READY, null));
    control.bundles.add(FakeControl.bundle("fixture.there", "installation", State.READY, null));
  }

  private static BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            StockBundlesTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, called, arguments) ->
                INSTALLED.containsKey(arguments[0]) ? bundle(INSTALLED.get(arguments[0])) : null);
  }

  private static Bundle bundle(String name) {
    return (Bundle)
        Proxy.newProxyInstance(
            StockBundlesTest.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (proxy, called, arguments) -> name);
  }

  private Visit send(Visit visit) throws Exception {
    filter.doFilter(visit.request(), visit.response(), (request, response) -> passedOn = true);
    return visit;
  }

  private Visit send(String action, String path) throws Exception {
    return send(new Visit("POST", path).with("action", action));
  }

  @ParameterizedTest
  @CsvSource({"GET,/bundles", "GET,/bundles/7", "POST,/events", "POST,/bundlesmore", "POST,/"})
  void passesOnWhatChangesNoBundle(String method, String path) throws Exception {
    send(new Visit(method, path).with("action", "install"));

    assertThat(passedOn).isTrue();
    assertThat(control.wishes).isEmpty();
  }

  @Test
  void installsByTheHostsOwnMechanism() throws Exception {
    Visit form =
        send(
            new Visit("POST", "/bundles")
                .with("action", "install")
                .withFile("bundlefile", "one")
                .withFile("bundlefile", "two"));

    assertThat(passedOn).isFalse();
    assertThat(control.wishes).containsExactly("install one by console", "install two by console");
    assertThat(form.status()).isEqualTo(303);
    assertThat(form.header("Location")).startsWith("/system/console/drivers?notice=");
  }

  @Test
  void answersToolsAtTheirAddress() throws Exception {
    Visit good = new Visit("POST", "/bundles/install").withFile("bundlefile", "good");
    Visit bad = new Visit("POST", "/bundles/install").withFile("bundlefile", "bad");

    assertThat(send(good.with("action", "install")).status()).isEqualTo(200);
    assertThat(good.body()).isEmpty();
    assertThat(send(bad.with("action", "install")).status()).isEqualTo(409);
    assertThat(bad.body()).isEqualTo("It is no &lt;jar&gt;. Build it again");
  }

  @Test
  void takesDropInsOut() throws Exception {
    Visit visit = send("uninstall", "/bundles/2");

    assertThat(control.wishes).containsExactly("remove fixture.here by console");
    assertThat(visit.status()).isEqualTo(200);
    assertThat(visit.body()).isEqualTo("{\"fragment\":false,\"stateRaw\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "uninstall, /bundles/1, host.bundle belongs to the host itself",
    "uninstall, /bundles/3, fixture.there lies in the installation",
    "uninstall, /bundles/9, There is no such bundle",
    "uninstall, /bundles/fixture.here, There is no such bundle",
    "uninstall, /bundles, There is no such bundle",
    "start, /bundles/2, not started",
    "stop, /bundles/1, not started",
    "update, /bundles/2, not started",
    "refresh, /bundles/2, not started",
    "refreshPackages, /bundles, not started",
    ", /bundles, not started",
  })
  void refusesTheRest(String action, String path, String why) throws Exception {
    Visit visit = send(action, path);

    assertThat(passedOn).isFalse();
    assertThat(visit.status()).isEqualTo(409);
    assertThat(visit.body()).contains(why);
  }

  @Test
  void readsNoUploadThatIsTooLarge() throws Exception {
    Visit visit =
        send(
            new Visit("POST", "/bundles")
                .with("action", "install")
                .withFile("bundlefile", "good")
                .ofLength(60L << 20));

    assertThat(visit.status()).isEqualTo(409);
    assertThat(visit.body()).contains("larger than 50 MiB");
    assertThat(control.wishes).isEmpty();
  }
}
