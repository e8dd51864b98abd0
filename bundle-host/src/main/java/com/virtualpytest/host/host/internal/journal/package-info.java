/** Tells whoever listens what became of commands, without secrets. */
package com.virtualpytest.host.host.internal.journal;
