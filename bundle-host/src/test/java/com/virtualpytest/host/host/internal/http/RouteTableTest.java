package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {

  private static String winner(String path, String... templates) {
    RouteTable table =
        new RouteTable(List.of(templates).stream().map(t -> RouteTable.Route.of(t, null)).toList());
    return table.routes().stream()
        .filter(route -> route.pattern().match(path) != null)
        .map(RouteTable.Route::template)
        .findFirst()
        .orElse("none");
  }

  @Test
  void prefersTheMostLiteralCharacters() {
    assertThat(winner("/serial/device1/log", "serial", "serial/{id}/log")).contains("log");
    assertThat(winner("/serial/device1/other", "serial", "serial/{id}/log")).isEqualTo("/serial");
    assertThat(winner("/serial", "serial", "serial/{id}/log")).isEqualTo("/serial");
  }

  @Test
  void matchesWholeSegmentsOnly() {
    assertThat(winner("/devices", "device")).isEqualTo("none");
    assertThat(winner("/device/1", "device")).isEqualTo("/device");
  }

  @Test
  void takesTemplatesWithOtherParameterNamesForTheSame() {
    assertThat(RouteTable.Route.shape("serial/{id}/log"))
        .isEqualTo(RouteTable.Route.shape("/serial/{device_id}/log"))
        .isNotEqualTo(RouteTable.Route.shape("serial/{id: [a-z]+}/log"));
  }
}
