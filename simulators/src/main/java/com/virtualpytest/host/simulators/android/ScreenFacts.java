package com.virtualpytest.host.simulators.android;

import java.util.List;

/**
 * What a test wants to know of the screen, all of one moment.
 *
 * @param page {@code home}, {@code recents}, {@code settings}, {@code settings/Display}, {@code
 *     notes}, {@code browser}, {@code player/3/playing}, {@code app/PACKAGE}, or {@code off}
 * @param packageName the package in front
 * @param awake whether the screen is on
 * @param field what is in the field that has the focus, "" without one
 * @param focus what the view that has the focus is labelled with, "" without one
 * @param scroll how far the page is scrolled, in pixels
 * @param volume 0 to 15
 * @param texts all texts that can be seen, from the first painted to the last
 */
public record ScreenFacts(
    String page,
    String packageName,
    boolean awake,
    String field,
    String focus,
    int scroll,
    int volume,
    List<String> texts) {}
