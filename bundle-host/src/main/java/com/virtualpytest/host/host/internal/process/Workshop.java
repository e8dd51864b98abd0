package com.virtualpytest.host.host.internal.process;

import java.util.function.Consumer;

/**
 * What all supervised processes share.
 *
 * @param changes told of every change of a state, on the thread for events
 */
record Workshop(Threads threads, Timing timing, Launcher launcher, Consumer<Change> changes) {}
