package bb.runtime.cpu;

import bb.runtime.EngineInfo;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Tensor;
import bb.runtime.engine.Inputs;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs a model's layer program: checks the inputs, cuts large batches, and gives each caller an
 * arena and threads. The first caller gets the threads that its batch is worth; whoever calls
 * meanwhile runs on its own thread alone, as the processors are busy.
 */
public final class Engine {
  /** {@code -Dbb.divide=true} divides all work, however little it is: for tests. */
  public static final String DIVIDE = "bb.divide";

  /** An arena is no larger than this, in floats, unless one example needs it. */
  private static final int ARENA_LIMIT = 1 << 26;

  private static final int MAX_IDLE = 4;

  private final ModelInfo info;
  private final int arenaFloats;
  private final long work;
  private final WeightLoader weights;
  private final GemmKernel sum;
  private final RowKernels rows;
  private final Effort effort;
  private final Consumer<Worker> program;
  private final Deque<Context> idle = new ArrayDeque<>();
  private int running;

  /**
   * @param arenaFloats activation memory for one example
   * @param work for one example, in multiply-adds or the like
   * @param program computes a batch; run by all workers
   */
  public Engine(
      ModelInfo info,
      int arenaFloats,
      long work,
      WeightLoader weights,
      GemmKernel sum,
      Consumer<Worker> program) {
    this.info = info;
    this.arenaFloats = arenaFloats;
    this.work = work;
    this.weights = weights;
    this.sum = sum;
    this.rows = Lanes.rowKernels();
    this.effort = Effort.of(rows.vectorBits() > 0);
    this.program = program;
  }

  /** As {@link Model#engine}. */
  public EngineInfo info() {
    EngineInfo.Kind kind = rows.vectorBits() > 0 ? EngineInfo.Kind.VECTOR : EngineInfo.Kind.SCALAR;
    return new EngineInfo(kind, "", rows.vectorBits(), threads(1, 0));
  }

  /** As {@link Model#predict(Map, int)}. */
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, int threads) {
    Inputs.check(info, inputs);
    int batch = inputs.values().iterator().next().batch();
    float[][] in =
        info.inputs().stream().map(i -> inputs.get(i.name()).data()).toArray(float[][]::new);
    Map<String, Tensor> outputs = Inputs.outputs(info, batch);
    float[][] out = outputs.values().stream().map(Tensor::data).toArray(float[][]::new);
    compute(in, out, batch, threads);
    return outputs;
  }

  /** As {@link Model#predict(float[])}. */
  public float[] predict(float[] input) {
    Map<String, Tensor> outputs = predict(Inputs.single(info, input), 0);
    return outputs.values().iterator().next().data();
  }

  private void compute(float[][] in, float[][] out, int batch, int threads) {
    int most = Math.max(1, ARENA_LIMIT / Math.max(1, arenaFloats));
    Context context = acquire(threads(Math.min(most, batch), threads));
    boolean sound = false;
    try {
      for (int first = 0; first < batch; first += most) {
        int size = Math.min(most, batch - first);
        context.run(new Worker.Batch(in, out, first, size));
      }
      sound = true;
    } finally {
      release(context, sound);
    }
  }

  /** How many threads a batch is worth, {@code limit} at the most unless that is 0. */
  private int threads(int batch, int limit) {
    int processors = Runtime.getRuntime().availableProcessors();
    int most = limit <= 0 ? processors : Math.min(limit, processors);
    return effort.threads((double) work * batch, most);
  }

  private synchronized Context acquire(int threads) {
    int size = running == 0 ? threads : 1;
    running++;
    for (Context context : idle) {
      if (context.team.size() == size) {
        idle.remove(context);
        return context;
      }
    }
    return new Context(new Team(size));
  }

  private synchronized void release(Context context, boolean sound) {
    running--;
    if (sound) {
      idle.addFirst(context);
      if (idle.size() > MAX_IDLE) {
        idle.removeLast();
      }
    }
  }

  /** Threads and the arena they work on. */
  private final class Context {
    private final Team team;
    private final Worker[] workers;
    private float[] arena = new float[0];

    Context(Team team) {
      this.team = team;
      this.workers =
          IntStream.range(0, team.size())
              .mapToObj(i -> new Worker(i, team, sum, rows, effort.perStep()))
              .toArray(Worker[]::new);
    }

    void run(Worker.Batch batch) {
      int floats = Worker.ORIGIN + arenaFloats * batch.size() + RowKernels.OVERHANG;
      if (arena.length < floats) {
        arena = new float[floats];
      }
      Arrays.stream(workers).forEach(w -> w.begin(arena, weights.data(), batch));
      team.run(member -> program.accept(workers[member]));
      Arrays.stream(workers).forEach(w -> w.begin(arena, weights.data(), null));
    }
  }
}
