package bb.runtime.cpu;

/**
 * One of the threads that run a model's layer program, all the same program on the same arena. Each
 * step's driver takes the worker's share of the step and waits for the others at its end.
 */
public final class Worker {
  /** Where the data of a large float array begins at a multiple of 64 bytes. */
  static final int ORIGIN = 12;

  final int index;
  final GemmKernel sum;
  final RowKernels rows;
  final Tile tile = new Tile();
  final RowKernels.Patch patch = new RowKernels.Patch();
  final Strip strip = new Strip();
  final Lines lines = new Lines();
  final SequenceKernels sequences = Lanes.sequenceKernels();
  final SequenceKernels.Product product = new SequenceKernels.Product();
  private final Team team;
  private final long worthSharing;
  private float[] scratch = new float[0];

  /** The job in progress. */
  float[] arena;

  float[] weights;
  Batch batch;

  /**
   * @param worthSharing the least work, in multiply-adds or the like, that is worth dividing
   */
  Worker(int index, Team team, GemmKernel sum, RowKernels rows, long worthSharing) {
    this.index = index;
    this.team = team;
    this.sum = sum;
    this.rows = rows;
    this.worthSharing = worthSharing;
  }

  void begin(float[] arena, float[] weights, Batch batch) {
    this.arena = arena;
    this.weights = weights;
    this.batch = batch;
  }

  /** Examples that are computed together. */
  int batch() {
    return batch.size();
  }

  /** Where {@code view}'s first example begins in the arena. */
  int at(View view) {
    return ORIGIN + view.buffer() * batch.size() + view.first();
  }

  /** Where the weights at {@code offset} lie in {@link #weights}. */
  int weightAt(int offset) {
    return ORIGIN + offset;
  }

  int teamSize() {
    return team.size();
  }

  /** This worker's part of {@code items}, if each costs about {@code cost}. */
  Share share(int items, long cost) {
    int members = items * cost < worthSharing ? 1 : Math.min(team.size(), items);
    return index < members ? Share.of(items, index, members) : Share.NONE;
  }

  /** Ends a step: its output is there for all. */
  void done() {
    team.await(index);
  }

  /** An operation that is prepared for one use, and waited for. */
  void run(Operation operation) {
    operation.reserve(this);
    Share share = share(operation.items(batch()), operation.cost(batch()));
    if (share.from() < share.to()) {
      operation.run(this, share.from(), share.to());
    }
    done();
  }

  /** What was reserved. */
  float[] scratch() {
    return scratch;
  }

  float[] scratch(int floats) {
    if (scratch.length < floats) {
      scratch = new float[floats];
    }
    return scratch;
  }

  /** A range of items. */
  record Share(int from, int to) {
    static final Share NONE = new Share(0, 0);

    static Share of(int items, int part, int parts) {
      return new Share(
          (int) ((long) items * part / parts), (int) ((long) items * (part + 1) / parts));
    }
  }

  /** Which examples of the caller's tensors are being computed. */
  record Batch(float[][] inputs, float[][] outputs, int first, int size) {}
}
