package bb.models;

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
 * Which form of each kernel a network takes on CUDA: the one of our own, or one of a library. They
 * are measured once for a device and a batch size; {@link Tuning} keeps what came out.
 *
 * @param <A> the arrays of weights and activations
 */
final class Choices<A> {
  /** The form that needs no library. */
  static final String OWN = "kernel";

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
  private final Tuning tuning;
  private final Map<String, Candidates<A>> kernels = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<A, A> filters = new IdentityHashMap<>();

  private Choices(Stages stages, int n, Class<?> network, Numbers<A> numbers) {
    this.stages = stages;
    this.n = n;
    this.numbers = numbers;
    this.tuning = Tuning.of(network);
  }

  static Choices<FloatArray> ofFloats(Stages stages, int n, Class<?> network) {
    return new Choices<>(stages, n, network, Numbers.FLOATS);
  }

  static Choices<HalfFloatArray> ofHalves(Stages stages, int n, Class<?> network) {
    return new Choices<>(stages, n, network, Numbers.HALVES);
  }

  /** Adds a kernel. */
  void add(Candidates<A> candidates) {
    kernels.put(candidates.kernel(), candidates);
  }

  /** Chooses, and prepares what the chosen forms need. */
  void choose() {
    if (stages.forms().isEmpty()) {
      kernels.forEach((kernel, candidates) -> names.put(kernel, choice(candidates)));
      tuning.save();
      stages.decided(names, tuning.notes());
    } else {
      names.putAll(stages.forms());
    }
    for (int number = 0; number < SCRATCH_ARRAYS; number++) {
      int most = 0;
      for (Map.Entry<String, Candidates<A>> kernel : kernels.entrySet()) {
        most = Math.max(most, kernel.getValue().scratch(names.get(kernel.getKey()), number));
      }
      stages.scratch(numbers.make().apply(most));
    }
  }

  private String choice(Candidates<A> candidates) {
    String wanted = System.getProperty(PROPERTY, MEASURE);
    if (!wanted.equals(MEASURE)) {
      return candidates.has(wanted) ? wanted : OWN;
    }
    Device device = Target.describe();
    Measurement.Key key =
        new Measurement.Key(
            device.name(), Target.version(), numbers.name() + options(), n, candidates.text());
    Optional<String> known = tuning.choice(key).filter(candidates::has);
    if (known.isPresent()) {
      return known.get();
    }
    Trial<A> trial = new Trial<>(n, candidates, numbers);
    Optional<Measurement> measured = trial.measure(key, tuning::note);
    measured.ifPresent(tuning::add);
    return measured.map(Measurement::choice).orElse(OWN);
  }

  /** What else than the device changes how long a kernel takes: {@code tiled}. */
  private static String options() {
    String style = Target.isTiled(Target.device()) ? " tiled" : "";
    return style + (Boolean.getBoolean(TF32) ? " tf32" : "");
  }

  /** Adds the tasks of a kernel in the form that it takes. */
  void task(String kernel, String layer, A[] arrays) {
    kernels.get(kernel).add(names.get(kernel), stages, layer, arrays);
  }

  /** A filter in the layout of the form that a kernel takes. */
  A filter(String kernel, A filter) {
    if (!names.get(kernel).equals(Candidates.CONVOLUTION)) {
      return filter;
    }
    Candidates<A> candidates = kernels.get(kernel);
    return filters.computeIfAbsent(filter, taps -> candidates.planar(taps, numbers));
  }
}
