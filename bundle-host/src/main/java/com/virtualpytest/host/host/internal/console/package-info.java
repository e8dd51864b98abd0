/**
 * Who may use the web console at {@code /system/console}: where from, with which password, on whose
 * pages. Also starts the console's bundles when the first such person comes.
 */
package com.virtualpytest.host.host.internal.console;
