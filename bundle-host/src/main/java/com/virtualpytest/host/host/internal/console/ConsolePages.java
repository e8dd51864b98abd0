package com.virtualpytest.host.host.internal.console;

/**
 * The host's own part of the web console. An OSGi service within this bundle, not used before the
 * console starts; without it the console stays shut, for it also keeps the console from changing
 * bundles past the host.
 */
public interface ConsolePages {

  /** Puts the pages up. Called once, before the console starts. */
  void show();
}
