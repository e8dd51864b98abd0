package com.virtualpytest.host.serial.internal.port;

/**
 * The lines besides the data.
 *
 * @param dtr ours: this end is there; null when that is not known
 * @param rts ours: this end may be sent to; null when that is not known
 * @param cts theirs: the other end may be sent to
 * @param dsr theirs: the other end is there
 * @param ri theirs: it rings
 * @param dcd theirs: there is a carrier
 */
public record ModemLines(
    Boolean dtr, Boolean rts, boolean cts, boolean dsr, boolean ri, boolean dcd) {}
