package com.virtualpytest.host.host.internal.process;

/** What one supervised process needs to know of the others of its owner. */
interface Peers {

  /** The process of that full name; null when nobody asked for it. */
  SupervisedProcess find(String name);

  /** True when a process that cannot live without this one still runs. */
  boolean needed(SupervisedProcess process);

  /** Lets all processes of the owner look at each other again, soon. */
  void reconsider();

  /** A process that was to be forgotten has ended. */
  void ended(SupervisedProcess process);
}
