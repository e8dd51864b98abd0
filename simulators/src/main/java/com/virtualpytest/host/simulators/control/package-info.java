/** How a test or a person looks at a virtual device and makes it fail. */
package com.virtualpytest.host.simulators.control;
