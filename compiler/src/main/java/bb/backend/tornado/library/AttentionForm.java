package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Attend;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Elementwise;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Optional;

/**
 * Attention by cuDNN, which takes halves {@code [sequence][head][position][feature]}: heads are
 * brought together before it, and taken apart after it. What is added to scores is not among its
 * arguments, and heads do not share keys there.
 */
record AttentionForm(Attend kernel) implements LibraryForm {
  private static final int KEYS = 1;
  private static final int VALUES = 2;
  private static final int OUTPUT = 3;

  /** Features of a head come in so many, and in no more than these. */
  private static final int MULTIPLE = 8;

  private static final int MOST = 256;

  static Optional<LibraryForm> of(Attend kernel) {
    Kernel.Attention attention = kernel.kernel();
    AttentionForm form = new AttentionForm(kernel);
    boolean square = kernel.queries().pixels() == kernel.keys().pixels();
    boolean takes =
        kernel.biases().isEmpty()
            && attention.heads() == attention.keyHeads()
            && kernel.values().channels() == kernel.keys().channels()
            && form.size() % MULTIPLE == 0
            && form.size() <= MOST
            && attention.offset().map(offset -> offset == 0 && square).orElse(true);
    return takes ? Optional.of(form) : Optional.empty();
  }

  /** Features of a head. */
  private long size() {
    return kernel.queries().channels() / kernel.heads();
  }

  @Override
  public String name() {
    return "attention";
  }

  @Override
  public List<Long> scratch() {
    return List.of(
        elements(kernel.queries()),
        elements(kernel.keys()),
        elements(kernel.values()),
        elements(kernel.out()));
  }

  private long elements(View view) {
    return kernel.kernel().batch() * view.pixels() * view.channels();
  }

  @Override
  public int tasks() {
    return 5;
  }

  @Override
  public List<DeviceKernel> kernels() {
    return List.of(
        together(kernel.queries()), together(kernel.keys()), together(kernel.values()), apart());
  }

  @Override
  public CodeBlock code(LibraryCode code) {
    return CodeBlock.builder()
        .add(together(code, kernel.queries(), 0))
        .add(together(code, kernel.keys(), KEYS))
        .add(together(code, kernel.values(), VALUES))
        .add(
            code.library(
                LibraryCode.CUDNN,
                "sdpaForward",
                code.scratch(0),
                code.scratch(KEYS),
                code.scratch(VALUES),
                code.scratch(OUTPUT),
                CodeBlock.of("$L", N.times(kernel.kernel().batch())),
                CodeBlock.of("$L", kernel.heads()),
                CodeBlock.of("$L", kernel.queries().pixels()),
                CodeBlock.of("$L", kernel.keys().pixels()),
                CodeBlock.of("$L", size()),
                CodeBlock.of("$Lf", (float) kernel.kernel().scale()),
                CodeBlock.of("$L", kernel.kernel().offset().isPresent())))
        .add(code.task(apart(), List.of(code.scratch(OUTPUT), LibraryCode.array(OUTPUT))))
        .build();
  }

  private CodeBlock together(LibraryCode code, View view, int number) {
    return code.task(together(view), List.of(LibraryCode.array(number), code.scratch(number)));
  }

  /** Head after head what lies position after position. */
  private Elementwise together(View view) {
    return move(view, heads(view), positions(view));
  }

  /** Position after position what lies head after head. */
  private Elementwise apart() {
    return move(kernel.out(), positions(kernel.out()), heads(kernel.out()));
  }

  private Elementwise move(View view, Access to, Access from) {
    return new Elementwise(
        List.of(kernel.kernel().batch(), kernel.heads(), view.pixels(), size()),
        to,
        List.of(from),
        List.of(false, false),
        ScalarExpr.IDENTITY);
  }

  private Access heads(View view) {
    long head = view.pixels() * size();
    long sequence = kernel.heads() * head;
    return new Access(0, elements(view), List.of(sequence, head, size(), 1L));
  }

  private Access positions(View view) {
    long sequence = view.pixels() * view.stride();
    return new Access(
        view.first(),
        kernel.kernel().batch() * sequence,
        List.of(sequence, size(), view.stride(), 1L));
  }
}
