package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.device.Files;
import java.util.List;
import java.util.Map;

/** What a shell runs in. */
public interface Environment {

  /** The files that redirections and patterns mean. */
  Files files();

  /** The programs, by name. */
  Map<String, Command> programs();

  /** Takes note of a program that is about to run, with the arguments that it gets. */
  void executed(List<String> argv);
}
