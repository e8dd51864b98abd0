package com.virtualpytest.host.api.driver;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A desktop that can be looked at and worked with. Its commands come through {@link #execute},
 * named {@code execute_bash_command} and {@code execute_pyautogui_<what>}; a command that failed is
 * a failed result. Results carry {@code output} and {@code error} (text) and {@code exit_code}
 * (whole number, −1 when there was no program) in {@link CommandResult#data}. A driver that runs no
 * shell commands answers them {@code NOT_SUPPORTED}.
 */
@ConsumerType
public interface DesktopController extends Controller {

  /**
   * What the desktop shows now, without the pointer. Safe for all threads.
   *
   * @return a PNG
   * @throws IOException the desktop does not answer
   * @throws InterruptedException the caller no longer wants it
   */
  byte[] screenshot() throws IOException, InterruptedException;
}
