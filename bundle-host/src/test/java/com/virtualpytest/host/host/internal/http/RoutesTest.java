package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class RoutesTest {

  private final Bundle host = bundle(1);
  private final Bundle other = bundle(2);
  private final Routes routes = new Routes(host);

  @Test
  void whatTheHostAnswersItselfIsNobodyElses() {
    assertThat(routes.claim(other, "/health")).contains(host);
    assertThat(routes.claim(other, "healthy")).isEmpty();
  }

  @Test
  void aTemplateBelongsToTheFirst() {
    assertThat(routes.claim(host, "a/{b}")).isEmpty();
    assertThat(routes.claim(other, "a/{c}")).contains(host);
    assertThat(routes.claim(host, "a/{c}")).isEmpty();
  }

  private static Bundle bundle(long id) {
    return (Bundle)
        Proxy.newProxyInstance(
            RoutesTest.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getBundleId" -> id;
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> (int) id;
                  default -> "bundle " + id;
                });
  }
}
