package uk.ac.manchester.tornado.api.exceptions;

/** There is no such device. */
public final class TornadoDeviceNotFound extends TornadoRuntimeException {
  private static final long serialVersionUID = 1;

  public TornadoDeviceNotFound(String message) {
    super(message);
  }
}
