package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.http.ErrorCode;

/** Why a binding ends, and what its waiting commands are told. */
enum CloseReason {
  DRIVER_GONE(ErrorCode.DEVICE_OFFLINE, "The driver of this device was removed"),
  DRIVER_CHANGED(ErrorCode.SWAPPING, "The driver of this device is being replaced"),
  DEVICE_GONE(ErrorCode.DEVICE_OFFLINE, "The device was removed"),
  DEVICE_CHANGED(ErrorCode.DEVICE_OFFLINE, "The device's settings are being changed"),
  HOST_STOPPING(ErrorCode.UNAVAILABLE, "The host is stopping");

  final ErrorCode code;
  final String message;

  CloseReason(ErrorCode code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Processes outlive their driver's bundle and the registry, but not their device. */
  boolean endsProcesses() {
    return this == DEVICE_GONE || this == DEVICE_CHANGED;
  }
}
