package uk.ac.manchester.tornado.api.exceptions;

/** More device memory is asked for than the plan allows. */
public class TornadoMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoMemoryException(String message) {
    super(message);
  }
}
