package com.virtualpytest.host.host.internal.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How the host writes and reads JSON: snake_case names, ISO times, unknown fields ignored. */
final class Json {

  private Json() {}

  /**
   * A mapper with caches of its own. Each bundle's application has one and drops it with the
   * bundle: Jackson's shared type cache would keep the class loaders of bundles that are gone.
   */
  static ObjectMapper newMapper() {
    return builder().addModule(new JavaTimeModule()).build();
  }

  /** The same without times, which take long to learn: for the first answers of a start. */
  static ObjectMapper newPlainMapper() {
    return builder().build();
  }

  private static JsonMapper.Builder builder() {
    LookupCache<Object, JavaType> ownCache = new LRUMap<>(16, 200);
    return JsonMapper.builder()
        .typeFactory(TypeFactory.defaultInstance().withCache(ownCache))
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
