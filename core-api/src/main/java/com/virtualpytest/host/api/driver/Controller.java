package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.Status;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An opened device. A driver implements a capability's interface, {@link PowerController} for
 * example, rather than this one alone.
 *
 * <p>Threads: {@link #status} and {@link #actions} come from any thread at any time. {@link
 * #probe}, {@link #execute} and {@link #close} come one at a time from the device's lane; a {@code
 * close} that waits too long for a running command comes from another thread after that command was
 * interrupted.
 */
@ConsumerType
public interface Controller extends AutoCloseable {

  /**
   * What is known now. Never blocks, touches no hardware, and never says more than was observed: an
   * observation that is too old to be trusted is not {@code ready}.
   */
  Status status();

  /**
   * Asks the hardware now. Called when somebody takes control and before a new driver version
   * replaces an old one. The default is right for controllers that observe their hardware all the
   * time.
   *
   * @throws InterruptedException the caller's budget (10 s at most) is used up
   */
  default Status probe() throws InterruptedException {
    return status();
  }

  /**
   * What {@link #execute} understands, for pickers in user interfaces. Constant, answers at once.
   */
  List<ActionDescription> actions();

  /**
   * Runs one command and returns when it has its result. Commands of one device come one after the
   * other.
   *
   * @param command name, parameters, deadline
   * @return the result; a command that is not known or whose hardware does not answer is a failed
   *     result, no exception. An unexpected {@code RuntimeException} is logged and answered as an
   *     internal failure; the controller stays open
   * @throws ParameterException a parameter is missing or wrong; nothing was done
   * @throws InterruptedException the deadline has passed, or the caller cancelled: what was begun
   *     is left in a safe state
   */
  CommandResult execute(Command command) throws ParameterException, InterruptedException;

  /**
   * Ends everything that this controller started: connections, threads, timers. Idempotent; within
   * 2 s. Commands that come later are refused by the host.
   */
  @Override
  void close();
}
