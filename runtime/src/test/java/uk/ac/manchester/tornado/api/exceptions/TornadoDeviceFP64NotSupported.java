package uk.ac.manchester.tornado.api.exceptions;

/** Stands in for TornadoVM's. */
public final class TornadoDeviceFP64NotSupported extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TornadoDeviceFP64NotSupported(String message) {
    super(message);
  }
}
