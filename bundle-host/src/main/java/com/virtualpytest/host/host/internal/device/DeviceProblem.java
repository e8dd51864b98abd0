package com.virtualpytest.host.host.internal.device;

/**
 * A device in Configuration Admin that the host did not take.
 *
 * @param configuration the PID of the configuration
 * @param deviceId the id that was asked for; empty when none was given
 * @param error what is wrong, one sentence without values
 */
public record DeviceProblem(String configuration, String deviceId, String error) {}
