package bb.backend.cpu.plan;

/** The form of a convolution, with the convolution. */
public record ChosenForm(Form form, ConvolutionShape shape, int sides) {
  /** As plans and profiles print it. */
  public String name() {
    return form.name();
  }

  /** The sums that the kernel keeps in registers. */
  public RegisterTile tile(Width width) {
    return form.tile(width);
  }

  /** Scratch memory of one worker, in floats. */
  public long scratch(Width width) {
    return form.scratch(shape, width, sides);
  }

  /** Predicted time for one example, in multiply-adds at the full rate of the processor. */
  public long cost(Width width) {
    return form.cost(shape, width) * shape.window().planes();
  }
}
