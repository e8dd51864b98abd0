package com.virtualpytest.host.simulators.tapo;

/**
 * What a virtual plug is and whose.
 *
 * @param model {@code P100}, or {@code P110} for one that meters
 * @param name what the app calls it
 * @param email of the account
 * @param password of the account
 */
public record PlugProfile(String model, String name, String email, String password) {
  static final String MAC = "AA-BB-CC-12-34-56";

  /** A plug that meters, of that account. */
  public static PlugProfile of(String email, String password) {
    return new PlugProfile("P110", "Virtual plug", email, password);
  }

  boolean meters() {
    return model.startsWith("P11");
  }

  @Override
  public String toString() {
    return "PlugProfile[" + model + ", " + name + "]";
  }
}
