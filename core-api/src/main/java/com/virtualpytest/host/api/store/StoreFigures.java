package com.virtualpytest.host.api.store;

/**
 * What a store has done since the host started, and what it has still to do.
 *
 * @param database {@code postgresql} or {@code h2}
 * @param named true when settings name the database
 * @param queued rows that wait in memory to be written to the spool
 * @param spooled rows that wait on disk for the database
 * @param spooledBytes how much of the disk they take
 * @param written rows that the database has accepted
 * @param rejected rows that the database refused for good
 * @param dropped rows that were given up because the spool or the queue was full
 */
public record StoreFigures(
    String database,
    boolean named,
    long queued,
    long spooled,
    long spooledBytes,
    long written,
    long rejected,
    long dropped) {}
