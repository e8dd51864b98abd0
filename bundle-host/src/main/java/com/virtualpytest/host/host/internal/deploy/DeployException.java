package com.virtualpytest.host.host.internal.deploy;

/** A jar or a bundle that does not serve, and why. */
final class DeployException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  DeployException(Problem problem) {
    this(problem, null);
  }

  DeployException(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  DeployException(Problem.Kind kind, String detail, String hint) {
    this(new Problem(kind, detail, hint));
  }

  Problem problem() {
    return problem;
  }
}
