package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonProviderTest {

  /** A body as resources take it. */
  public record Body(String deviceId, Integer count, Map<String, Object> params, List<Body> more) {}

  private final JsonProvider provider = new JsonProvider();

  private Body read(String json) throws IOException {
    Class<?> type = Body.class;
    @SuppressWarnings("unchecked")
    Class<Object> asObject = (Class<Object>) type;
    return (Body)
        provider.readFrom(
            asObject,
            type,
            new Annotation[0],
            MediaType.APPLICATION_JSON_TYPE,
            new MultivaluedHashMap<>(),
            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void takesNoBodyForAnEmptyObject() throws IOException {
    assertThat(read("")).isEqualTo(new Body(null, null, null, null));
    assertThat(read("{}")).isEqualTo(new Body(null, null, null, null));
  }

  @Test
  void readsSnakeCaseAndIgnoresWhatItDoesNotKnow() throws IOException {
    Body body = read("{\"device_id\":\"device1\",\"team_id\":\"x\",\"host_name\":\"y\"}");
    assertThat(body.deviceId()).isEqualTo("device1");
  }

  @Test
  void namesThePositionOfWhatIsNoJson() {
    assertThatThrownBy(() -> read("{\"count\": 1,,}"))
        .isInstanceOf(ApiException.class)
        .hasMessage("The body is not valid JSON: line 1, column 13");
    assertThatThrownBy(() -> read("{\"count\": ")).hasMessageContaining("not valid JSON: line 1");
  }

  @Test
  void asksForAnObject() {
    for (String json : List.of("[1]", "\"x\"", "7", "null", "true", "[]")) {
      assertThatThrownBy(() -> read(json)).hasMessage("The body must be a JSON object");
    }
  }

  @Test
  void namesTheFieldThatHasTheWrongType() {
    assertThatThrownBy(() -> read("{\"count\":\"many\"}")).hasMessage("count must be a number");
    assertThatThrownBy(() -> read("{\"device_id\":{}}")).hasMessage("device_id must be a text");
    assertThatThrownBy(() -> read("{\"params\":[]}")).hasMessage("params must be an object");
    assertThatThrownBy(() -> read("{\"more\":{}}")).hasMessage("more must be a list");
  }
}
