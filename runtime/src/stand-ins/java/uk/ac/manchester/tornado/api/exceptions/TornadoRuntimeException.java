package uk.ac.manchester.tornado.api.exceptions;

/** Something that TornadoVM does not do. */
public class TornadoRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoRuntimeException(String message) {
    super(message);
  }
}
