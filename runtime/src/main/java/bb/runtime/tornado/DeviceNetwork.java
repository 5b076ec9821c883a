package bb.runtime.tornado;

import bb.runtime.ModelInfo;

/** A network with its weights, of which programs are made for a device. Emitted code is one. */
public interface DeviceNetwork {
  ModelInfo info();

  /** Where its programs run. */
  Device device();

  /** Whether its programs need 16-bit floats. */
  boolean needsHalves();

  /** Device memory of the weights, in bytes. */
  long weightBytes();

  /** Device memory of the activations for one example, inputs and outputs included, in bytes. */
  long activationBytes();

  /**
   * Memory of the host, outside of Java's heap, for one example, in bytes: TornadoVM wants a twin
   * of each array there.
   */
  long hostBytes();

  /** The largest batch whose arrays can still be indexed; at least 1. */
  int maxBatch();

  /** The tasks for batches of exactly {@code batch} examples; compiled when they first run. */
  DeviceProgram open(int batch);
}
