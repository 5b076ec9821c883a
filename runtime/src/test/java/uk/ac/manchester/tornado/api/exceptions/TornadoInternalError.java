package uk.ac.manchester.tornado.api.exceptions;

/** Stands in for TornadoVM's. */
public final class TornadoInternalError extends Error {
  private static final long serialVersionUID = 1L;

  public TornadoInternalError(String message) {
    super(message);
  }
}
