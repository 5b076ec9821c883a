import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.TornadoModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * How long a network takes on TornadoVM, in one line of JSON. Started as a source file, with the
 * network's jar on the class path: {@code java @tornado-argfile -cp net.jar DeviceBench.java
 * bb.models.ResNet50Tornado 8 30}.
 */
final class DeviceBench {
  private static final int WARM_UP = 10;

  private DeviceBench() {}

  /**
   * @param arguments the class of the network, how many examples at once, how many runs to measure
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    int batch = Integer.parseInt(arguments[1]);
    double[] times = new double[Integer.parseInt(arguments[2])];
    long start = System.nanoTime();
    TornadoModel model =
        (TornadoModel)
            Class.forName(arguments[0])
                .getMethod("load", WeightSource.class)
                .invoke(null, Synthetic.weights());
    double load = millisSince(start);
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), batch);
    double first = run(model, inputs);
    for (int i = 0; i < WARM_UP; i++) {
      run(model, inputs);
    }
    for (int i = 0; i < times.length; i++) {
      times[i] = run(model, inputs);
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "{\"device\": \"%s\", \"load_ms\": %.1f, \"first_ms\": %.1f, \"median_ms\": %.4f,"
            + " \"min_ms\": %.4f, \"max_ms\": %.4f, \"runs\": %d}%n",
        model.device(),
        load,
        first,
        times[times.length / 2],
        times[0],
        times[times.length - 1],
        times.length);
  }

  private static double run(TornadoModel model, Map<String, Tensor> inputs) {
    long start = System.nanoTime();
    model.predict(inputs);
    return millisSince(start);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
