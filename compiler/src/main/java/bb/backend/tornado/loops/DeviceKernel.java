package bb.backend.tornado.loops;

import bb.backend.tornado.code.Param;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * What one method computes on a device, with all its numbers: steps whose kernels are equal share
 * the method, and so one compilation by the driver. A method takes the arrays that {@link #params}
 * names, then {@code int n}, the number of examples.
 */
public sealed interface DeviceKernel
    permits Attend,
        BinAverage,
        Convolve,
        CountUp,
        Depthwise,
        Elementwise,
        Finish,
        Gather,
        Lookup,
        Normalize,
        Padding,
        Picking,
        Pooling,
        Product,
        Recur,
        Reducing,
        Reorder,
        Resampling,
        ResponseNorm,
        Scan,
        Sinusoids,
        SoftmaxLines {
  /** What it is called in generated code; no OpenCL or CUDA function has this name. */
  String name();

  /** The arrays in the order of the arguments: what is read, and last what is written. */
  List<Param> params();

  /**
   * The method's statements as nested loops, the parallel ones outermost and in the order of
   * memory. They are sequential Java too. Everything in the output's view is written.
   */
  CodeBlock parallel();
}
