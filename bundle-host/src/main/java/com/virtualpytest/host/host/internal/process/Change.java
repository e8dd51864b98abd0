package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ProcessStatus;

/**
 * A process went from one state to another.
 *
 * @param from the state that it left
 * @param now what it is now
 */
public record Change(State from, ProcessStatus now) {}
