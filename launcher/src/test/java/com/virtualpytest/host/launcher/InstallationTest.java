package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir Path home;

  @BeforeEach
  void unpack() throws Exception {
    Files.createDirectories(home.resolve("system/01"));
    Files.createDirectories(home.resolve("system/30"));
    Files.createFile(home.resolve("system/01/a.jar"));
    Files.createFile(home.resolve("system/30/b.jar"));
    Files.writeString(home.resolve("system/bundles.list"), "01/a.jar\n30/b.jar\n");
  }

  @Test
  void takesTheStartLevelFromTheFolder() throws Exception {
    var bundles = new Installation(home).systemBundles();

    assertThat(bundles)
        .extracting(Installation.SystemBundle::name, Installation.SystemBundle::startLevel)
        .containsExactly(tuple("01/a.jar", 1), tuple("30/b.jar", 30));
    assertThat(bundles.get(0).location())
        .isEqualTo("reference:file:" + home.resolve("system/01/a.jar"));
  }

  @Test
  void namesEveryMissingBundle() throws Exception {
    Files.delete(home.resolve("system/01/a.jar"));
    Files.delete(home.resolve("system/30/b.jar"));

    assertThatThrownBy(() -> new Installation(home).systemBundles())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("system/01/a.jar, system/30/b.jar");
  }

  @Test
  void refusesAListThatIsMissingEmptyOrDamaged() throws Exception {
    Path list = home.resolve("system/bundles.list");

    Files.writeString(list, "../../x.jar\n");
    assertThatThrownBy(() -> new Installation(home).systemBundles())
        .hasMessageContaining("damaged");
    Files.writeString(list, "");
    assertThatThrownBy(() -> new Installation(home).systemBundles())
        .hasMessageContaining("incomplete");
    Files.delete(list);
    assertThatThrownBy(() -> new Installation(home).systemBundles())
        .hasMessageContaining("incomplete");
  }
}
