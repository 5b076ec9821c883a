package uk.ac.manchester.tornado.api.exceptions;

/** More device memory is asked for than there is. */
public class TornadoOutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoOutOfMemoryException(String message) {
    super(message);
  }
}
