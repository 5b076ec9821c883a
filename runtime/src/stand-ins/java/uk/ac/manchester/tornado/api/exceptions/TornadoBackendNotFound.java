package uk.ac.manchester.tornado.api.exceptions;

/** There is no such backend. */
public final class TornadoBackendNotFound extends TornadoRuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoBackendNotFound(String message) {
    super(message);
  }
}
