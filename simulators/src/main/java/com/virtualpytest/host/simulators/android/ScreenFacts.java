package com.virtualpytest.host.simulators.android;

/**
 * What a test wants to know of the screen.
 *
 * @param page the page that shows
 */
public record ScreenFacts(String page) {}
