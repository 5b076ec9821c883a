package uk.ac.manchester.tornado.api.types.arrays;

/**
 * A device's copy of an array; TornadoVM has no such class. The copy begins as memory that nobody
 * has written: not as numbers, so that what reads it computes no numbers.
 */
public final class DeviceCopy {
  private final TornadoNativeArray array;
  private final Object device;
  private Object host;

  public DeviceCopy(TornadoNativeArray array) {
    this.array = array;
    this.device = array.poisoned();
  }

  public long bytes() {
    return array.getNumBytesOfSegment();
  }

  /** Copies the host's elements to the device. */
  public void transferToDevice() {
    System.arraycopy(array.memory(), 0, device, 0, array.getSize());
  }

  /** Copies the device's elements to the host. */
  public void transferToHost() {
    System.arraycopy(device, 0, array.memory(), 0, array.getSize());
  }

  /** From here on the array's elements are the device's. */
  public void enter() {
    host = array.memory();
    array.see(device);
    array.written = false;
  }

  /** From here on they are the host's again. Returns whether an element was set in between. */
  public boolean leave() {
    array.see(host);
    host = null;
    return array.written;
  }
}
