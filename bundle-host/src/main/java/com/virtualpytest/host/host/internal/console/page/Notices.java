package com.virtualpytest.host.host.internal.console.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps what is to be told on the page that a browser is sent to after a change: an address that
 * told it by itself could be made up by anybody. Safe for all threads.
 */
final class Notices {

  private static final int KEPT = 32;

  // guarded by this
  private final Map<String, List<Notice>> notices =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Notice>> eldest) {
          return size() > KEPT;
        }
      };

  /** Keeps them, and gives the id by which the page asks for them. */
  synchronized String keep(List<Notice> told) {
    String id = UUID.randomUUID().toString();
    notices.put(id, List.copyOf(told));
    return id;
  }

  /** What is kept under an id; empty for one that is unknown, old or null. */
  synchronized List<Notice> of(String id) {
    return notices.getOrDefault(id, List.of());
  }
}
