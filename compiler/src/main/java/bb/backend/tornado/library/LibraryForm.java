package bb.backend.tornado.library;

import bb.backend.tornado.code.Precision;
import bb.backend.tornado.loops.Attend;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another way to compute a kernel: a vendor's library between tasks of our own, which bring the
 * operands into the library's layout and do what remains.
 */
sealed interface LibraryForm permits AttentionForm, ConvolutionForm, FusedForm, ProductForm {
  /** The ways to compute a kernel: a convolution that has one group, or attention in 16 bits. */
  static List<LibraryForm> of(DeviceKernel kernel, Precision precision) {
    List<LibraryForm> forms = new ArrayList<>();
    if (kernel instanceof Convolve convolve && convolve.groups() == 1 && !convolve.transposed()) {
      forms.add(new ProductForm(convolve));
      Optional<LibraryForm> other =
          switch (precision) {
            case FP32 -> ConvolutionForm.of(convolve);
            case FP16 -> FusedForm.of(convolve);
          };
      other.ifPresent(forms::add);
    }
    if (kernel instanceof Attend attend && precision == Precision.FP16) {
      AttentionForm.of(attend).ifPresent(forms::add);
    }
    return forms;
  }

  /** What it is called in generated code, in files of measurements, and on the command line. */
  String name();

  /** Elements for one example of arrays for the time between the tasks, by their number. */
  List<Long> scratch();

  /** How many tasks it takes, each of them with at most {@link #ARGUMENTS}. */
  int tasks();

  /** The most arguments of one of the tasks. */
  int ARGUMENTS = 16;

  /** The kernels of our own that it takes. */
  List<DeviceKernel> kernels();

  /**
   * Statements that add the tasks.
   *
   * @param code the names of what the statements use
   */
  CodeBlock code(LibraryCode code);
}
