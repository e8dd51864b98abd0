package com.virtualpytest.host.store.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.store.internal.database.DatabaseAddress.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @Test
  void partsArePercentDecodedAndOptionsArePassedOn() throws Exception {
    DatabaseAddress address =
        DatabaseAddress.parse(
            "postgres://postgres.ref:p%40s%2Fs+%25@db.example.com:6543/my%20db"
                + "?sslmode=require&connect_timeout=3&application_name=lab%201");

    assertThat(address.servers()).containsExactly(new Server("db.example.com", 6543));
    assertThat(address.user()).isEqualTo("postgres.ref");
    assertThat(address.password()).isEqualTo("p@s/s+%");
    assertThat(address.database()).isEqualTo("my db");
    assertThat(address.options())
        .isEqualTo(Map.of("sslmode", "require", "connectTimeout", "3", "ApplicationName", "lab 1"));
  }

  @Test
  void whatIsLeftOutIsPostgresqlsDefault() throws Exception {
    DatabaseAddress address = DatabaseAddress.parse("postgresql://user@[::1],second:5433");

    assertThat(address.servers())
        .containsExactly(new Server("[::1]", 5432), new Server("second", 5433));
    assertThat(address.database()).isEqualTo("user");
    assertThat(address.password()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:p4ss-word@h/d",
        "postgresql://",
        "postgresql://u:p4ss-word@h:70000/d",
        "postgresql://u:p4ss-word%zz@h/d",
        "postgresql://u:p4ss-word@h:x/d"
      })
  void aWrongOneIsRefusedWithoutItsPassword(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("p4ss");
  }

  @Test
  void thePartsCanBeSetOneByOne() throws Exception {
    assertThat(DatabaseAddress.of(settings(Map.of("POSTGRES_PASSWORD", "x")))).isEmpty();
    assertThat(
            DatabaseAddress.of(
                settings(Map.of("POSTGRES_HOST", "db", "POSTGRES_USER", "me", "POSTGRES_DB", "d"))))
        .contains(new DatabaseAddress(List.of(new Server("db", 5432)), "d", "me", null, Map.of()));
  }

  @Test
  void thePasswordIsNotShown() throws Exception {
    assertThat(DatabaseAddress.parse("postgresql://u:s3cret@h/d").toString())
        .doesNotContain("s3cret");
  }

  private static Settings settings(Map<String, String> values) {
    return name -> Optional.ofNullable(values.get(name));
  }
}
