package uk.ac.manchester.tornado.api.exceptions;

/** Stands in for TornadoVM's. */
public final class TornadoOutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TornadoOutOfMemoryException(String message) {
    super(message);
  }
}
