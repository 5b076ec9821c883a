package bb.runtime.tornado.device;

import bb.runtime.tornado.Device;
import bb.runtime.tornado.Measurement;
import bb.runtime.tornado.Tuning;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/**
 * Which form of each kernel a network takes: the one of our own, or, on CUDA, one of a library.
 * They are measured once for a device and a batch size; {@link Tuning} keeps what came out.
 *
 * @param <A> the arrays of weights and activations
 */
public final class Choices<A> {
  /** The form that needs no library. */
  public static final String OWN = "kernel";

  /** {@code measure}, {@code off}, or the name of a form to take wherever there is one. */
  static final String PROPERTY = "bb.tornado.libraries";

  /** Whether libraries may round factors of 32 bits to 11 before they multiply: {@code true}. */
  static final String TF32 = "bb.tornado.tf32";

  static final String MEASURE = "measure";
  static final String OFF = "off";

  private static final int SCRATCH_ARRAYS = 4;

  private final Stages stages;
  private final int n;
  private final Numbers<A> numbers;
  private final Own<A> own;
  private final Map<String, Candidates<A>> kernels = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<A, A> filters = new IdentityHashMap<>();

  /** Adds the task of a kernel in our own form, for n examples; the last array is the output. */
  @FunctionalInterface
  public interface Own<A> {
    void add(String kernel, Stages s, String layer, int n, A[] arrays);
  }

  private Choices(Stages stages, int n, Numbers<A> numbers, Own<A> own) {
    this.stages = stages;
    this.n = n;
    this.numbers = numbers;
    this.own = own;
  }

  /** Our own form of all kernels, until there are others to choose from. */
  public static Choices<FloatArray> ofFloats(Stages stages, int n, Own<FloatArray> own) {
    return new Choices<>(stages, n, Numbers.FLOATS, own);
  }

  /** The same of halves. */
  public static Choices<HalfFloatArray> ofHalves(Stages stages, int n, Own<HalfFloatArray> own) {
    return new Choices<>(stages, n, Numbers.HALVES, own);
  }

  /** Adds a kernel. */
  public void add(Candidates<A> candidates) {
    kernels.put(candidates.kernel(), candidates);
  }

  /**
   * Chooses, and prepares what the chosen forms need.
   *
   * @param network what {@link Tuning} knows measurements of
   */
  public void choose(Class<?> network) {
    if (stages.forms().isEmpty()) {
      Tuning tuning = Tuning.of(network);
      for (Candidates<A> candidates : kernels.values()) {
        names.put(candidates.kernel(), choice(candidates, tuning));
      }
      tuning.save();
      stages.decided(names, tuning.notes());
    } else {
      names.putAll(stages.forms());
    }
    for (int number = 0; number < SCRATCH_ARRAYS; number++) {
      int most = 0;
      for (Candidates<A> candidates : kernels.values()) {
        most = Math.max(most, candidates.scratch(names.get(candidates.kernel()), number));
      }
      stages.scratch(numbers.make(most));
    }
  }

  private String choice(Candidates<A> candidates, Tuning tuning) {
    String wanted = System.getProperty(PROPERTY, MEASURE);
    if (!wanted.equals(MEASURE)) {
      return candidates.has(wanted) ? wanted : OWN;
    }
    Device device = Target.describe();
    Measurement.Key key =
        new Measurement.Key(
            device.name(), Target.version(), numbers.name() + options(), n, candidates.text());
    Optional<String> known = tuning.choice(key);
    if (known.isPresent() && candidates.has(known.get())) {
      return known.get();
    }
    Optional<Measurement> measured = new Trial<A>(n, candidates, numbers).measure(key, tuning);
    if (measured.isEmpty()) {
      return OWN;
    }
    tuning.add(measured.get());
    return measured.get().choice();
  }

  /** What else than the device changes how long a kernel takes: {@code tiled}. */
  private static String options() {
    String style = Target.isTiled(Target.device()) ? " tiled" : "";
    return style + (Boolean.getBoolean(TF32) ? " tf32" : "");
  }

  /** Adds the tasks of a kernel in the form that it takes. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final void task(String kernel, String layer, A... arrays) {
    String form = form(kernel);
    if (form.equals(OWN)) {
      own.add(kernel, stages, layer, n, arrays);
    } else {
      kernels.get(kernel).add(form, stages, layer, arrays);
    }
  }

  private String form(String kernel) {
    return names.getOrDefault(kernel, OWN);
  }

  /** A filter in the layout of the form that a kernel takes. */
  public A filter(String kernel, A filter) {
    if (!form(kernel).equals(Candidates.CONVOLUTION)) {
      return filter;
    }
    A planar = filters.get(filter);
    if (planar == null) {
      planar = kernels.get(kernel).planar(filter, numbers);
      filters.put(filter, planar);
    }
    return planar;
  }
}
