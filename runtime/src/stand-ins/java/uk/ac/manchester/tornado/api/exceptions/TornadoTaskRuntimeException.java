package uk.ac.manchester.tornado.api.exceptions;

/** A task that cannot be added to its graph. */
public class TornadoTaskRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoTaskRuntimeException(String message) {
    super(message);
  }
}
