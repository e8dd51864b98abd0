package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedClassesTest {

  /** Initializing it would be seen. */
  static final class Mentioned {
    static {
      System.setProperty("loaded-classes-test.initialized", "yes");
    }
  }

  @Test
  void linksWhatIsLoadedAndInitializesNothing() throws Exception {
    assertThat(Mentioned.class.getName()).endsWith("Mentioned"); // loads it, and no more

    LoadedClasses.link(List.of());

    assertThat(System.getProperty("loaded-classes-test.initialized")).isNull();
  }
}
