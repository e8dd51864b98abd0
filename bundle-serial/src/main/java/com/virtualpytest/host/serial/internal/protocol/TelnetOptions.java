package com.virtualpytest.host.serial.internal.protocol;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which options both ends have agreed on. Answers a request only when it changes something, so two
 * ends never talk in circles (RFC 854). For one thread.
 */
public final class TelnetOptions {

  /** Sends a message to the other end. */
  public interface Sink {
    void send(byte[] message) throws IOException;
  }

  private final Set<Integer> weMay;
  private final Set<Integer> theyMay;
  private final Map<Integer, Boolean> we = new HashMap<>();
  private final Map<Integer, Boolean> they = new HashMap<>();
  private final Set<Integer> weAsked = new HashSet<>();
  private final Set<Integer> theyAsked = new HashSet<>();
  private final Sink sink;

  /**
   * @param weMay what this end does when it is asked to
   * @param theyMay what the other end may do
   */
  public TelnetOptions(Set<Integer> weMay, Set<Integer> theyMay, Sink sink) {
    this.weMay = Set.copyOf(weMay);
    this.theyMay = Set.copyOf(theyMay);
    this.sink = sink;
  }

  /** Offers to do something. */
  public void offer(int option) throws IOException {
    weAsked.add(option);
    sink.send(Telnet.option(Telnet.WILL, option));
  }

  /** Asks the other end to do something. */
  public void request(int option) throws IOException {
    theyAsked.add(option);
    sink.send(Telnet.option(Telnet.DO, option));
  }

  /** Takes what the other end says, and answers it when it wants an answer. */
  public void received(int verb, int option) throws IOException {
    if (option == Telnet.TIMING_MARK) {
      answerMark(verb);
      return;
    }
    switch (verb) {
      case Telnet.DO, Telnet.DONT ->
          settle(
              verb == Telnet.DO && weMay.contains(option),
              option,
              we,
              weAsked,
              Telnet.WILL,
              Telnet.WONT,
              verb == Telnet.DO);
      default ->
          settle(
              verb == Telnet.WILL && theyMay.contains(option),
              option,
              they,
              theyAsked,
              Telnet.DO,
              Telnet.DONT,
              verb == Telnet.WILL);
    }
  }

  /** A timing mark is no state: each is answered, once all that came before it has been taken. */
  private void answerMark(int verb) throws IOException {
    if (verb == Telnet.DO) {
      sink.send(Telnet.option(Telnet.WILL, Telnet.TIMING_MARK));
    }
  }

  private void settle(
      boolean on,
      int option,
      Map<Integer, Boolean> side,
      Set<Integer> asked,
      int yes,
      int no,
      boolean wanted)
      throws IOException {
    Boolean before = side.put(option, on);
    if (asked.remove(option)) {
      return; // it is the answer to ours
    }
    boolean changed = before == null ? wanted : before != on;
    if (changed) {
      sink.send(Telnet.option(on ? yes : no, option));
    }
  }

  /** True when this end does it. */
  public boolean weDo(int option) {
    return we.getOrDefault(option, false);
  }

  /** True when the other end does it. */
  public boolean theyDo(int option) {
    return they.getOrDefault(option, false);
  }

  /** True when the other end has said whether we are to do it. */
  public boolean weSettled(int option) {
    return we.containsKey(option);
  }
}
