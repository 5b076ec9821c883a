package bb.runtime.cpu;

import bb.runtime.EngineInfo;
import bb.runtime.Listener;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Options;
import bb.runtime.PredictionStopped.Reason;
import bb.runtime.Tensor;
import bb.runtime.engine.Inputs;
import bb.runtime.engine.Stop;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model's program: checks the inputs, cuts large batches, and gives each caller an arena and
 * threads. The first caller gets the threads that its batch is worth; whoever calls meanwhile runs
 * on its own thread alone, as the processors are busy.
 */
public final class Engine {
  /** {@code -Dbb.divide=true} divides all work, however little it is: for tests. */
  public static final String DIVIDE = "bb.divide";

  /** An arena is no larger than this, in floats, unless one example needs it. */
  private static final int ARENA_LIMIT = 1 << 26;

  /** How many contexts of a caller alone are kept for the next ones. */
  private static final int MOST_ALONE = 4;

  /** Of those with helpers one is in use, mostly; another may be a different executor's. */
  private static final int MOST_HELPED = 2;

  private final ModelInfo info;
  private final int arenaFloats;
  private final long work;
  private final float[][] segments;
  private final GemmKernel sum;
  private final RowKernels rows;
  private final Effort effort;
  private final Operation[] prepared;
  private final Operation[] program;
  private final Warmup warmup;
  private final Deque<Context> alone = new ArrayDeque<>();
  private final Deque<Context> helped = new ArrayDeque<>();
  private int running;

  /**
   * @param arenaFloats activation memory for one example
   * @param work for one example, in multiply-adds or the like
   * @param prepared makes what is the same in every batch; {@code program} writes nothing there
   * @param program computes a batch
   * @param warmup that of the program's kernels
   */
  public Engine(
      ModelInfo info,
      int arenaFloats,
      long work,
      WeightLoader weights,
      GemmKernel sum,
      List<Operation> prepared,
      List<Operation> program,
      Warmup warmup) {
    this.info = info;
    this.arenaFloats = arenaFloats;
    this.work = work;
    this.segments = weights.segments();
    this.sum = sum;
    this.rows = Lanes.rowKernels();
    this.effort = Effort.of(rows.vectorBits() > 0);
    this.prepared = prepared.toArray(Operation[]::new);
    this.program = program.toArray(Operation[]::new);
    this.warmup = warmup;
  }

  /** As {@link Model#engine}. */
  public EngineInfo info() {
    EngineInfo.Kind kind = rows.vectorBits() > 0 ? EngineInfo.Kind.VECTOR : EngineInfo.Kind.SCALAR;
    return new EngineInfo(kind, "", rows.vectorBits(), threads(1, 0));
  }

  /**
   * As {@link Model#predictInto(Map, Map, Options)}.
   *
   * @param model whose engine this is
   */
  public void predict(
      Model model, Map<String, Tensor> inputs, Map<String, Tensor> outputs, Options options) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(outputs, "outputs");
    Objects.requireNonNull(options, "options");
    Stop stop = Stop.of(options);
    Recording recording = Recording.begin(info.network());
    Inputs.check(info, inputs);
    int batch = Inputs.batch(info, inputs);
    Inputs.checkOutputs(info, outputs, batch);
    stop.check(info.network());
    warm((double) work * batch, stop, options);
    int most = Math.max(1, ARENA_LIMIT / Math.max(1, arenaFloats));
    int part = Math.min(most, batch);
    Executor executor = options.executor().orElse(null);
    Context context = acquire(threads(part, options.threads()), executor);
    boolean sound = false;
    long begin = System.nanoTime();
    Reason ended = null;
    try {
      context.begin(inputs, outputs, part);
      Steps steps = Watch.of(model, options, recording);
      for (int first = 0; first < batch && ended == null; first += most) {
        ended = context.run(first, Math.min(most, batch - first), steps, stop);
      }
      sound = true;
    } finally {
      release(context, sound);
    }
    Stop.check(info.network(), ended);
    if (options.listener().isPresent()) {
      options.listener().get().phase(Listener.Phase.COMPUTE, System.nanoTime() - begin);
    }
    if (recording != null) {
      recording.end(batch, context.threads);
    }
  }

  private void warm(double work, Stop stop, Options options) {
    long begin = System.nanoTime();
    boolean waited = warmup.await(Math.min(work, stop.left()));
    if (waited && options.listener().isPresent()) {
      options.listener().get().phase(Listener.Phase.WARM, System.nanoTime() - begin);
    }
    stop.check(info.network());
  }

  /** How many threads a batch is worth, {@code limit} at the most unless that is 0. */
  private int threads(int batch, int limit) {
    int processors = Runtime.getRuntime().availableProcessors();
    int most = limit <= 0 ? processors : Math.min(limit, processors);
    return effort.threads((double) work * batch, most);
  }

  private synchronized Context acquire(int threads, @Nullable Executor executor) {
    int size = running == 0 ? threads : 1;
    running++;
    Deque<Context> idle = idle(size);
    for (Context context : idle) {
      if (context.threads == size && context.team.executor() == executor) {
        idle.remove(context);
        return context;
      }
    }
    return new Context(size, executor);
  }

  private synchronized void release(Context context, boolean sound) {
    running--;
    if (sound) {
      context.end();
      Deque<Context> idle = idle(context.threads);
      idle.addFirst(context);
      if (idle.size() > (context.threads == 1 ? MOST_ALONE : MOST_HELPED)) {
        idle.removeLast();
      }
    }
  }

  /** Apart, or many callers would push out the helpers of one, who are slow to come again. */
  private Deque<Context> idle(int threads) {
    return threads == 1 ? alone : helped;
  }

  /** Threads and the arena they work on. */
  private final class Context {
    private final int threads;
    private final Team team;
    private final Worker[] workers;
    private final float[][] in = new float[info.inputs().size()][];
    private final float[][] out = new float[info.outputs().size()][];
    private float[] arena = new float[0];

    /** For how many examples the arena holds what is prepared; where it lies depends on it. */
    private int ready;

    Context(int threads, @Nullable Executor executor) {
      this.threads = threads;
      this.team = new Team(threads, effort, executor);
      this.workers = new Worker[team.size()];
      for (int member = 0; member < workers.length; member++) {
        workers[member] = new Worker(sum, rows);
        for (Operation operation : prepared) {
          operation.reserve(workers[member]);
        }
        for (Operation operation : program) {
          operation.reserve(workers[member]);
        }
      }
    }

    void begin(Map<String, Tensor> inputs, Map<String, Tensor> outputs, int batch) {
      for (int i = 0; i < in.length; i++) {
        in[i] = inputs.get(info.inputs().get(i).name()).data();
      }
      for (int i = 0; i < out.length; i++) {
        out[i] = outputs.get(info.outputs().get(i).name()).data();
      }
      int floats = Worker.ORIGIN + arenaFloats * batch + RowKernels.OVERHANG;
      if (arena.length < floats) {
        arena = new float[floats];
        ready = 0;
      }
      for (Worker worker : workers) {
        worker.begin(arena, segments, in, out);
      }
    }

    @Nullable Reason run(int first, int count, @Nullable Steps steps, Stop stop) {
      for (Worker worker : workers) {
        worker.examples(first, count);
      }
      if (ready != count && prepared.length > 0) {
        Reason ended = team.run(prepared, workers, null, stop);
        if (ended != null) {
          return ended;
        }
        ready = count;
      }
      return team.run(program, workers, steps, stop);
    }

    /** Keeps nothing of the caller's. */
    void end() {
      Arrays.fill(in, null);
      Arrays.fill(out, null);
    }
  }
}
