package bb.runtime.tornado;

import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Tensor;
import bb.runtime.engine.Inputs;
import java.util.List;
import java.util.Map;

/**
 * A network that runs on a device. Callers take turns. The program of the batch size that ran last
 * is kept, with its device memory; another size makes another program.
 */
public final class TornadoModel implements Model {
  private final DeviceNetwork network;
  private DeviceProgram program;
  private int size;

  public TornadoModel(DeviceNetwork network) {
    this.network = network;
  }

  @Override
  public ModelInfo info() {
    return network.info();
  }

  /** Where batches of one example run. */
  public Device device() {
    return open(1).device();
  }

  /** What there is to say about how batches are run, a sentence each. */
  public synchronized List<String> notes() {
    return program == null ? List.of() : program.notes();
  }

  /**
   * {@inheritDoc}
   *
   * @param threads has no meaning here: the device has its own
   */
  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, int threads) {
    ModelInfo info = info();
    Inputs.check(info, inputs);
    int batch = inputs.values().iterator().next().batch();
    float[][] in =
        info.inputs().stream().map(i -> inputs.get(i.name()).data()).toArray(float[][]::new);
    Map<String, Tensor> outputs = Inputs.outputs(info, batch);
    float[][] out = outputs.values().stream().map(Tensor::data).toArray(float[][]::new);
    run(in, out, batch);
    return outputs;
  }

  @Override
  public float[] predict(float[] input) {
    Map<String, Tensor> outputs = predict(Inputs.single(info(), input), 0);
    return outputs.values().iterator().next().data();
  }

  private synchronized void run(float[][] in, float[][] out, int batch) {
    int most = Math.min(batch, network.maxBatch());
    if (most == batch) {
      open(batch).run(in, out);
      return;
    }
    for (int first = 0; first < batch; first += most) {
      int count = Math.min(most, batch - first);
      float[][] partIn = Parts.take(in, first, count, batch);
      float[][] partOut = Parts.like(out, count, batch);
      open(count).run(partIn, partOut);
      Parts.put(partOut, out, first, count, batch);
    }
  }

  private synchronized DeviceProgram open(int batch) {
    if (program == null || size != batch) {
      if (program != null) {
        program.close();
        program = null;
      }
      DeviceProgram opened = network.open(batch);
      Halves.check(network, opened);
      program = opened;
      size = batch;
    }
    return program;
  }
}
