/** What the parts of the host agree on when one generation of a bundle replaces another. */
package com.virtualpytest.host.host.internal.generation;
