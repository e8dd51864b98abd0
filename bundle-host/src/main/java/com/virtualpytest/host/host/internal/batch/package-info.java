/** Batches of commands that run while their sender polls for the result. */
package com.virtualpytest.host.host.internal.batch;
