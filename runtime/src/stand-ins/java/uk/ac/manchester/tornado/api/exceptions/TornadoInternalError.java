package uk.ac.manchester.tornado.api.exceptions;

/** What TornadoVM throws where it is itself at a loss. */
public class TornadoInternalError extends Error {
  private static final long serialVersionUID = 1L;

  public TornadoInternalError(Throwable cause) {
    super(cause);
  }
}
