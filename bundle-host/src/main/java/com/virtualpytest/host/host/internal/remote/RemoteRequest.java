package com.virtualpytest.host.host.internal.remote;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.host.internal.command.CommandRequest;

/** The body of everything that remote controls are asked. */
public final class RemoteRequest extends CommandRequest {
  private String remoteType;
  private Object x;
  private Object y;

  @JsonProperty
  public void setRemoteType(String remoteType) {
    this.remoteType = remoteType;
  }

  @JsonProperty
  public void setX(Object x) {
    this.x = x;
  }

  @JsonProperty
  public void setY(Object y) {
    this.y = y;
  }

  /** The driver that is meant, where a device has several remote controls; null for the first. */
  String remoteType() {
    return remoteType == null || remoteType.isEmpty() ? null : remoteType;
  }

  /** Null when it is missing. */
  Object x() {
    return x;
  }

  /** Null when it is missing. */
  Object y() {
    return y;
  }
}
