import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * bb's side: a compiled network from its jar on the class path. By reflection, as each jar has its
 * own runtime in its own package.
 */
final class BbSide implements Network {
  private final MethodHandle predict;
  private final Map<String, Object> inputs;
  private final int threads;
  private Map<?, ?> outputs = Map.of();

  private BbSide(MethodHandle predict, Map<String, Object> inputs, int threads) {
    this.predict = predict;
    this.inputs = inputs;
    this.threads = threads;
  }

  public static void main(String[] arguments) throws Exception {
    Class<?> network = Class.forName(arguments[0]);
    switch (arguments[1]) {
      case "macs" -> System.out.println(get(info(network), "macs"));
      case "weights" -> writeWeights(network, Path.of(arguments[2]));
      case "inputs" -> writeInputs(network, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
      case "serve" ->
          Side.serve(
              (folder, batch, threads) ->
                  load(network, Path.of(arguments[2]), folder, batch, threads),
              List.of(arguments).subList(3, arguments.length));
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  private static BbSide load(Class<?> network, Path weights, Path folder, int batch, int threads)
      throws Exception {
    Object model = network.getMethod("load", Path.class).invoke(null, weights);
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (Object input : (List<?>) get(info(network), "inputs")) {
      String name = (String) get(input, "name");
      List<?> shape = (List<?>) get(input, "shape");
      int[] batched = new int[shape.size() + 1];
      batched[0] = batch;
      for (int i = 0; i < shape.size(); i++) {
        batched[i + 1] = (Integer) shape.get(i);
      }
      float[] numbers = Floats.read(Network.file(folder, name));
      inputs.put(
          name,
          runtime(network, "Tensor")
              .getConstructor(int[].class, float[].class)
              .newInstance(batched, numbers));
    }
    MethodHandle predict =
        MethodHandles.lookup()
            .findVirtual(network, "predict", MethodType.methodType(Map.class, Map.class, int.class))
            .bindTo(model);
    return new BbSide(predict, inputs, threads);
  }

  /** Writes a safetensors file, by the rule of {@code --weights synthetic}. */
  private static void writeWeights(Class<?> network, Path file) throws Exception {
    Object source = runtime(network, "io.Synthetic").getMethod("weights").invoke(null);
    Method read = source.getClass().getMethod("read", String.class, List.class);
    List<?> tensors = (List<?>) get(info(network), "tensors");
    StringBuilder header = new StringBuilder("{");
    long end = 0;
    for (Object tensor : tensors) {
      List<?> shape = (List<?>) get(tensor, "shape");
      long start = end;
      end += Float.BYTES * shape.stream().mapToLong(n -> (Integer) n).reduce(1, (x, y) -> x * y);
      header.append(header.length() > 1 ? "," : "");
      header.append(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(get(tensor, "name"), shape, start, end));
    }
    byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    Path unfinished = Path.of(file + ".tmp");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20)) {
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(text.length)
              .array());
      out.write(text);
      for (Object tensor : tensors) {
        Object numbers = read.invoke(source, get(tensor, "name"), get(tensor, "shape"));
        out.write(Floats.bytes((float[]) numbers));
      }
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Makes the inputs, by the rule of {@code --input synthetic}: the other engine reads them, too.
   */
  private static void writeInputs(Class<?> network, Path folder, int batch) throws Exception {
    Object info = info(network);
    Map<?, ?> inputs =
        (Map<?, ?>)
            runtime(network, "io.Synthetic")
                .getMethod("inputs", info.getClass(), int.class)
                .invoke(null, info, batch);
    Files.createDirectories(folder);
    for (Map.Entry<?, ?> input : inputs.entrySet()) {
      Floats.write(
          Network.file(folder, (String) input.getKey()), (float[]) get(input.getValue(), "data"));
    }
  }

  @Override
  public void run() throws Exception {
    try {
      outputs = (Map<?, ?>) predict.invoke(inputs, threads);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, float[]> answer() {
    Map<String, float[]> answer = new LinkedHashMap<>();
    outputs.forEach((name, tensor) -> answer.put((String) name, (float[]) get(tensor, "data")));
    return answer;
  }

  private static Object info(Class<?> network) throws ReflectiveOperationException {
    return network.getField("INFO").get(null);
  }

  private static Class<?> runtime(Class<?> network, String name) throws ClassNotFoundException {
    return Class.forName(network.getPackageName() + ".runtime." + name);
  }

  private static Object get(Object record, String component) {
    try {
      return record.getClass().getMethod(component).invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
