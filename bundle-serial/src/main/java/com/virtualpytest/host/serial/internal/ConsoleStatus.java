package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.StatusHolder;

/** Puts together what the parts of a console know: the port first, then what else is amiss. */
final class ConsoleStatus implements Console.Observer {
  private final StatusHolder holder;
  private boolean open;
  private String portDetail;
  private String portHint;
  private String exportProblem;
  private boolean diskWorks = true;

  ConsoleStatus(StatusHolder holder) {
    this.holder = holder;
  }

  @Override
  public synchronized void open() {
    open = true;
    tell();
  }

  @Override
  public synchronized void offline(String detail, String hint) {
    open = false;
    portDetail = detail;
    portHint = hint;
    tell();
  }

  /** Whether the log can be written to disk. */
  synchronized void disk(boolean works) {
    diskWorks = works;
    tell();
  }

  /**
   * What keeps the TCP export from working.
   *
   * @param problem null when nothing does
   */
  synchronized void export(String problem) {
    exportProblem = problem;
    tell();
  }

  private void tell() {
    if (!open) {
      if (portDetail != null) {
        holder.offline(portDetail, portHint);
      }
    } else if (!diskWorks) {
      holder.set(
          State.DEGRADED,
          "The log cannot be written to disk",
          "Look whether HOST_DATA_DIR is full or read-only; the newest output is in memory");
    } else if (exportProblem != null) {
      holder.set(State.DEGRADED, exportProblem, "End what has that port, or choose another");
    } else {
      holder.ready();
    }
  }
}
