package com.virtualpytest.host.adb.internal.android;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  @ParameterizedTest
  @CsvSource({
    "UP,DPAD_UP",
    "DOWN,DPAD_DOWN",
    "LEFT,DPAD_LEFT",
    "RIGHT,DPAD_RIGHT",
    "SELECT,DPAD_CENTER",
    "OK,DPAD_CENTER",
    "Home,HOME",
    "keycode_ok,DPAD_CENTER",
    "KEYCODE_BACK,BACK",
    "MUTE,VOLUME_MUTE",
    "KEYCODE_MUTE,MUTE",
    "keycode_mute,MUTE"
  })
  void someKeysHaveOtherNamesHere(String key, String code) {
    assertThat(Keys.code(key)).contains("KEYCODE_" + code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DPAD_UP",
        "DPAD_DOWN",
        "DPAD_LEFT",
        "DPAD_RIGHT",
        "DPAD_CENTER",
        "BACK",
        "HOME",
        "MENU",
        "POWER",
        "VOLUME_UP",
        "VOLUME_DOWN",
        "VOLUME_MUTE",
        "CAMERA",
        "CALL",
        "ENDCALL",
        "MEDIA_PLAY_PAUSE",
        "MEDIA_PLAY",
        "MEDIA_PAUSE",
        "MEDIA_STOP",
        "MEDIA_REWIND",
        "MEDIA_FAST_FORWARD",
        "MEDIA_NEXT",
        "MEDIA_PREVIOUS",
        "CHANNEL_UP",
        "CHANNEL_DOWN"
      })
  void theOthersAreCalledAsAndroidCallsThem(String key) {
    assertThat(Keys.code(key)).contains("KEYCODE_" + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FLY", "KEYCODE_", "KEYCODE_KEYCODE_HOME", "26", "HOME 26", "HOME;"})
  void nothingElseIsAKey(String key) {
    assertThat(Keys.code(key)).isEmpty();
  }
}
