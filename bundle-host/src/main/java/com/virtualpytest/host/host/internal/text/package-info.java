/** Text for people who read a terminal. */
package com.virtualpytest.host.host.internal.text;
