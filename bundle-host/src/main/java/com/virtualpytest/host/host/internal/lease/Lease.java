package com.virtualpytest.host.host.internal.lease;

import java.time.Instant;

/**
 * A device is lent to somebody.
 *
 * @param number higher for each later lease of any device of this run of the host: it fences off
 *     those who held the device before
 * @param holder the session that took it
 * @param expiresAt when it ends by itself, ISO 8601
 */
public record Lease(long number, String holder, Instant expiresAt) {}
