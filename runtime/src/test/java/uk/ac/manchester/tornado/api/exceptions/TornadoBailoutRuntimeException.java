package uk.ac.manchester.tornado.api.exceptions;

/** Stands in for TornadoVM's. */
public final class TornadoBailoutRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TornadoBailoutRuntimeException(String message) {
    super(message);
  }
}
