package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.http.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/** Checks something on a device and says whether it is so. */
@ConsumerType
public interface VerificationController extends Controller {

  /** What {@link #verify} understands. Constant, answers at once, from any thread. */
  List<VerificationDescription> verifications();

  /**
   * Runs one check, which may wait for what it checks; from the device's lane, interrupted at the
   * command's deadline.
   *
   * @param check its name, its parameters, the deadline
   * @return what was found; finding that it is not so is a verdict, too
   * @throws ApiException the device could not be looked at: neither passed nor failed
   * @throws ParameterException a parameter is missing or wrong
   * @throws InterruptedException the caller no longer wants it
   */
  Verdict verify(Command check) throws ParameterException, InterruptedException;

  /**
   * What a check found.
   *
   * @param passed whether it is so
   * @param message one sentence
   * @param score how well it fits, from 0 to 1
   * @param searched what was looked for; empty when nothing in particular
   * @param extracted what was found, in words
   * @param output what the check brought back, values that JSON can hold; empty for most
   */
  record Verdict(
      boolean passed,
      String message,
      double score,
      String searched,
      String extracted,
      Map<String, Object> output) {
    public Verdict {
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(searched, "searched");
      Objects.requireNonNull(extracted, "extracted");
      output = Map.copyOf(output);
    }
  }
}
