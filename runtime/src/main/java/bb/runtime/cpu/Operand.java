package bb.runtime.cpu;

/** A tensor and how its elements are walked; a step of 0 repeats them. */
public record Operand(View view, Grid grid) {
  /** Where line {@code number} along the last dimension of an example begins. */
  int line(Worker w, int example, int number) {
    return w.at(view) + example * view.exampleStride() + grid.line(grid.dims().length - 1, number);
  }
}
