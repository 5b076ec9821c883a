package bb.backend.cpu;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.ProgramBuilder;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.source.SourceFile;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Prints the speed of single layers, to be run by hand: {@code LayerBench [threads]}. A layer is
 * repeated with weights of its own in one model, so that weights come from memory as they do in a
 * network.
 */
final class LayerBench {
  private static final int COPIES = 8;
  private static final int RUNS = 30;

  private LayerBench() {}

  /** {@code in} channels of {@code size x size} to {@code out}; {@code in} groups if depthwise. */
  private record Layer(String name, long in, long size, long out, long kernel, long stride) {
    boolean isDepthwise() {
      return name.startsWith("dw");
    }
  }

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("1x1", 64, 56, 256, 1, 1),
          new Layer("1x1", 256, 56, 64, 1, 1),
          new Layer("1x1", 512, 28, 128, 1, 1),
          new Layer("1x1", 1024, 14, 256, 1, 1),
          new Layer("1x1", 256, 14, 1024, 1, 1),
          new Layer("1x1", 512, 7, 2048, 1, 1),
          new Layer("1x1", 2048, 7, 512, 1, 1),
          new Layer("3x3", 64, 56, 64, 3, 1),
          new Layer("3x3", 128, 28, 128, 3, 1),
          new Layer("3x3", 256, 14, 256, 3, 1),
          new Layer("3x3", 512, 7, 512, 3, 1),
          new Layer("3x3 s2", 128, 56, 128, 3, 2),
          new Layer("3x3", 512, 28, 512, 3, 1),
          new Layer("3x3", 64, 224, 64, 3, 1),
          new Layer("7x7 s2", 3, 224, 64, 7, 2),
          new Layer("3x3", 3, 224, 64, 3, 1),
          new Layer("dw 3x3", 32, 112, 32, 3, 1),
          new Layer("dw 3x3", 144, 56, 144, 3, 1),
          new Layer("dw 3x3", 384, 14, 384, 3, 1),
          new Layer("dw 3x3", 960, 7, 960, 3, 1),
          new Layer("linear", 4096, 1, 4096, 1, 1),
          new Layer("linear", 2048, 1, 1000, 1, 1));

  public static void main(String[] args) {
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    for (Layer layer : LAYERS) {
      Program program = program(layer);
      Model model = TestModel.load(TestModel.compile(program));
      Map<String, Tensor> inputs = TestModel.inputs(program, 1);
      double[] micros = new double[RUNS];
      for (int run = -RUNS; run < RUNS; run++) {
        long start = System.nanoTime();
        model.predict(inputs, threads);
        micros[Math.max(run, 0)] = (System.nanoTime() - start) / 1e3 / COPIES;
      }
      Arrays.sort(micros);
      double time = micros[RUNS / 4];
      System.out.printf(
          "%-7s %4d @%3d -> %4d  %8.0f us  %6.1f GFLOP/s%n",
          layer.name(),
          layer.in(),
          layer.size(),
          layer.out(),
          time,
          2e-3 * model.info().macs() / COPIES / time);
    }
  }

  private static Program program(Layer layer) {
    ProgramBuilder builder = new ProgramBuilder();
    builder.at("layer", new SourceFile("bench.bb", "network Bench {\n}\n").span(0, 7));
    Value x = builder.input("x", type(layer.in(), layer.size()));
    long pad = layer.kernel() / 2;
    Window window =
        new Window(
            layer.kernel(),
            layer.kernel(),
            layer.stride(),
            layer.stride(),
            pad,
            pad,
            pad,
            pad,
            1,
            1);
    long groups = layer.isDepthwise() ? layer.in() : 1;
    Value y = x;
    for (int copy = 0; copy < COPIES; copy++) {
      WeightExpr filter =
          new WeightExpr.Tensor(
              "w" + copy,
              Shape.of(layer.out(), layer.in() / groups, layer.kernel(), layer.kernel()));
      WeightExpr bias = new WeightExpr.Tensor("b" + copy, Shape.of(layer.out()));
      y =
          builder.step(
              new Kernel.Convolution(
                  window, groups, true, ScalarExpr.IDENTITY.max(ScalarExpr.constant(0))),
              List.of(x),
              List.of(filter, bias),
              type(layer.out(), layer.size() / layer.stride()));
    }
    builder.output("y", y);
    return builder.build("Bench");
  }

  private static TensorType type(long channels, long size) {
    return TensorType.float32(Shape.of(channels, size, size));
  }
}
