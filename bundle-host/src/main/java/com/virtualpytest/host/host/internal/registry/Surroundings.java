package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.host.internal.context.ControllerContext;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the parts of a registry share.
 *
 * @param shared what contexts are made of
 * @param timing how long to wait
 * @param clock the time
 * @param timer runs short tasks that do not block
 * @param inquiries runs questions to drivers, which may hang; has a thread for each
 */
record Surroundings(
    ControllerContext.Shared shared,
    Timing timing,
    Clock clock,
    ScheduledExecutorService timer,
    Executor inquiries) {}
