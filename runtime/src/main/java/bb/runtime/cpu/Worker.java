package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Corners;
import bb.runtime.cpu.RowKernels.Patch;
import bb.runtime.cpu.SequenceKernels.Product;
import bb.runtime.cpu.SequenceKernels.ScanBlock;

/**
 * What one of the threads that run a model needs for itself: the operands of kernels, scratch
 * memory, and which batch is being computed, where.
 */
public final class Worker {
  /** Where the data of a large float array begins at a multiple of 64 bytes. */
  static final int ORIGIN = 12;

  final GemmKernel sum;
  final RowKernels rows;
  final Tile tile = new Tile();
  final Strip strip = new Strip();
  final Lines lines = new Lines();
  final WinogradKernels.Band band = new WinogradKernels.Band();
  final Patch patch = new Patch();
  final Corners corners = new Corners();
  final SequenceKernels sequences;
  final Product product = new Product();
  final ScanBlock scan = new ScanBlock();
  final CellKernels cells;
  final CellKernels.Row cell = new CellKernels.Row();
  private float[] scratch = new float[0];

  /** The job in progress: all tensors, and the caller's. */
  float[] arena;

  /** The segment of weights that the operation in hand reads. */
  float[] weights;

  float[][] inputs;
  float[][] outputs;

  /** The first of the caller's examples that are computed together, and how many are. */
  int first;

  private float[][] segments;
  private int batch;
  private int planes = 1;

  Worker(GemmKernel sum, RowKernels rows) {
    this.sum = sum;
    this.rows = rows;
    this.sequences = Lanes.sequenceKernels(rows);
    this.cells = Lanes.cellKernels(rows);
  }

  void begin(float[] arena, float[][] segments, float[][] inputs, float[][] outputs) {
    this.arena = arena;
    this.segments = segments;
    segment(0);
    this.inputs = inputs;
    this.outputs = outputs;
  }

  void examples(int first, int count) {
    this.first = first;
    this.batch = count;
  }

  /** Says which segment holds the weights of the operation in hand. */
  void segment(int number) {
    this.weights = segments[number];
  }

  /** Says how many images each example consists of, for the operation in hand. */
  void planes(int count) {
    this.planes = count;
  }

  /** Examples that are computed together, or their images. */
  int batch() {
    return batch * planes;
  }

  /** Where {@code view}'s first example begins in the arena. */
  int at(View view) {
    return ORIGIN + view.buffer() * batch + view.first();
  }

  /** Where the weights at {@code offset} lie in {@link #weights}. */
  int weightAt(int offset) {
    return ORIGIN + offset;
  }

  /** Makes scratch memory that large. */
  void reserve(int floats) {
    if (scratch.length < floats) {
      scratch = new float[floats];
    }
  }

  /** What was reserved, by this operation or one that needs more. */
  float[] scratch() {
    return scratch;
  }
}
