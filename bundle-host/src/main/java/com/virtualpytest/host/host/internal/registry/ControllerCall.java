package com.virtualpytest.host.host.internal.registry;

/**
 * Something to do with a controller on its lane's thread.
 *
 * @param <C> the interface of the controller
 * @param <T> what it brings
 */
@FunctionalInterface
public interface ControllerCall<C, T> {
  T call(C controller) throws Exception;
}
