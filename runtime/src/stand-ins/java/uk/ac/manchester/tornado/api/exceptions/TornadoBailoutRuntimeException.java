package uk.ac.manchester.tornado.api.exceptions;

/** A task that cannot be compiled for its device. */
public class TornadoBailoutRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoBailoutRuntimeException(String message) {
    super(message);
  }
}
