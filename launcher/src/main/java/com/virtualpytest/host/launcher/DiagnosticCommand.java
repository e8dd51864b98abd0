package com.virtualpytest.host.launcher;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The diagnostic commands of this JVM, those of {@code jcmd}. */
final class DiagnosticCommand {
  private DiagnosticCommand() {}

  /**
   * Runs one.
   *
   * @param name as the JVM's bean calls it: {@code vmCds} for {@code VM.cds}
   * @return what it prints
   * @throws JMException this JVM does not know it, or it failed
   */
  static String run(String name, String... arguments) throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            name,
            new Object[] {arguments},
            new String[] {String[].class.getName()})
        .toString();
  }
}
