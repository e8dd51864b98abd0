/** A virtual Tapo plug: every protocol generation, energy, and faults on demand. */
package com.virtualpytest.host.simulators.tapo;
