package com.virtualpytest.host.api.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest request body that a resource class or method takes, in bytes; 1 MiB where it is
 * absent. A larger one is answered 413 {@code TOO_LARGE}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface MaxBody {
  /** The limit in bytes. */
  long value();
}
