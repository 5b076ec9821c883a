import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.TornadoModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * How long a network takes on TornadoVM and on the CPU engine, and how far apart their answers are,
 * in one line of JSON for each batch size. Its arguments: the class of the network, how many
 * examples at once (1,8,32), how many runs to measure, the gain of the synthetic weights.
 */
final class DeviceBench {
  private static final int MOST_WARM_UPS = 10;

  /** Runs of the CPU engine, which is here to compare with and slow on large batches. */
  private static final int MOST_CPU_RUNS = 5;

  private DeviceBench() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    int runs = Integer.parseInt(arguments[2]);
    WeightSource weights = Synthetic.weights(Double.parseDouble(arguments[3]));
    long start = System.nanoTime();
    TornadoModel device = (TornadoModel) load(arguments[0] + "Tornado", weights);
    double load = millisSince(start);
    Model cpu = load(arguments[0], weights);
    for (String batch : arguments[1].split(",")) {
      System.out.println(row(device, cpu, Integer.parseInt(batch), runs, load));
    }
  }

  private static String row(TornadoModel device, Model cpu, int batch, int runs, double load) {
    Map<String, Tensor> inputs = Synthetic.inputs(device.info(), batch);
    long start = System.nanoTime();
    device.open(batch);
    Map<String, Tensor> found = device.predict(inputs);
    double first = millisSince(start);
    double[] times = measure(device, inputs, Math.min(MOST_WARM_UPS, runs), runs);
    double distance = distance(cpu.predict(inputs), found);
    double[] cpuTimes = measure(cpu, inputs, 1, Math.min(MOST_CPU_RUNS, runs));
    return String.format(
        Locale.ROOT,
        "{\"batch\": %d, \"device\": \"%s\", \"load_ms\": %.1f, \"first_ms\": %.1f,"
            + " \"median_ms\": %.4f, \"min_ms\": %.4f, \"max_ms\": %.4f, \"runs\": %d,"
            + " \"cpu_engine_ms\": %.4f, \"distance\": %.3g}",
        batch,
        device.device(),
        load,
        first,
        times[runs / 2],
        times[0],
        times[runs - 1],
        runs,
        cpuTimes[cpuTimes.length / 2],
        distance);
  }

  private static Model load(String name, WeightSource weights) throws ReflectiveOperationException {
    return (Model) Class.forName(name).getMethod("load", WeightSource.class).invoke(null, weights);
  }

  /** Milliseconds, sorted. */
  private static double[] measure(Model model, Map<String, Tensor> inputs, int warmUps, int runs) {
    for (int i = 0; i < warmUps; i++) {
      model.predict(inputs);
    }
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      model.predict(inputs);
      times[i] = millisSince(start);
    }
    Arrays.sort(times);
    return times;
  }

  /** The largest relative Euclidean distance of an output. */
  private static double distance(Map<String, Tensor> expected, Map<String, Tensor> found) {
    double largest = 0;
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      float[] right = output.getValue().data();
      float[] data = found.get(output.getKey()).data();
      double difference = 0;
      double size = 0;
      for (int i = 0; i < right.length; i++) {
        difference += Math.pow((double) right[i] - data[i], 2);
        size += (double) right[i] * right[i];
      }
      largest = Math.max(largest, Math.sqrt(difference / size));
    }
    return largest;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
