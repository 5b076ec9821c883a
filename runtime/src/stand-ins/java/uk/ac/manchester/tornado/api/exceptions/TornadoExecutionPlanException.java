package uk.ac.manchester.tornado.api.exceptions;

/** What closing a plan may throw, so that callers have to say what they do about it. */
public final class TornadoExecutionPlanException extends Exception {
  private static final long serialVersionUID = 1;

  public TornadoExecutionPlanException(String message) {
    super(message);
  }
}
