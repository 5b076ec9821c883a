package bb.runtime.tornado.device;

import bb.runtime.tornado.Measurement;
import bb.runtime.tornado.Tuning;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel alone on the device, in each of its forms: how long it takes, and whether all forms
 * compute the same.
 *
 * @param <A> the arrays of weights and activations
 */
final class Trial<A> {
  private static final int SCRATCH_ARRAYS = 4;
  private static final int WARM_UP = 5;
  private static final int RUNS = 15;
  private static final float[][] NOTHING = {};
  private static final int SAMPLES = 1 << 20;

  /**
   * How far two forms may lie apart, relatively: 32-bit floats differ by their order of summing up,
   * and those that a library rounds on its own account by about 4e-4.
   */
  private static final double EXACT = 5e-5;

  private static final double ROUNDED = 1e-2;

  private final int n;
  private final Candidates<A> candidates;
  private final Numbers<A> numbers;
  private final A[] own;
  private final A output;

  Trial(int n, Candidates<A> candidates, Numbers<A> numbers) {
    this.n = n;
    this.candidates = candidates;
    this.numbers = numbers;
    int[] sizes = candidates.sizes();
    this.own = numbers.list(sizes.length);
    for (int i = 0; i < sizes.length; i++) {
      own[i] = random(sizes[i]);
    }
    this.output = own[own.length - 1];
  }

  /** Numbers between -1 and 1, whose products cancel out. */
  private A random(int size) {
    A array = numbers.make(size);
    int state = size;
    for (int i = 0; i < size; i++) {
      state = state * 1664525 + 1013904223;
      numbers.put(array, i, state * 0x1p-31f);
    }
    return array;
  }

  /**
   * Runs all forms; what there is to say about those that are out goes to {@code tuning}. Empty if
   * our own fails: it will fail again where its layer is known.
   */
  Optional<Measurement> measure(Measurement.Key key, Tuning tuning) {
    Map<String, Double> times = new LinkedHashMap<>();
    String best = Choices.OWN;
    float[] expected = null;
    for (String form : candidates.forms()) {
      try {
        double time = time(form);
        float[] found = output();
        if (expected == null) {
          expected = found;
        }
        double distance = distance(expected, found);
        if (distance <= tolerance()) {
          times.put(form, time);
          best = time < times.get(best) ? form : best;
        } else {
          tuning.note(
              "`%s` of %s is not used: it differs by %.1e"
                  .formatted(form, candidates.text(), distance));
        }
      } catch (RuntimeException | LinkageError e) {
        if (form.equals(Choices.OWN)) {
          return Optional.empty();
        }
        tuning.note(
            "`%s` of %s is not used: it fails with %s".formatted(form, candidates.text(), e));
      }
    }
    return Optional.of(new Measurement(key, best, times));
  }

  private double tolerance() {
    boolean exact = numbers.equals(Numbers.FLOATS) && !Boolean.getBoolean(Choices.TF32);
    return exact ? EXACT : ROUNDED;
  }

  /** Microseconds of a run: the median of several. */
  private double time(String form) {
    A[] arrays = candidates.arrays(form, own, numbers);
    try (Stages program = new Stages(n, (s, examples) -> add(form, arrays, s))) {
      program.plan();
      long[] times = new long[RUNS];
      for (int run = -WARM_UP; run < RUNS; run++) {
        long start = System.nanoTime();
        program.run(NOTHING, NOTHING);
        if (run >= 0) {
          times[run] = System.nanoTime() - start;
        }
      }
      program.fetch(output);
      Arrays.sort(times);
      return times[RUNS / 2] / 1e3;
    }
  }

  private void add(String form, A[] arrays, Stages stages) {
    for (int number = 0; number < SCRATCH_ARRAYS; number++) {
      stages.scratch(numbers.make(candidates.scratch(form, number)));
    }
    stages.stage((Object[]) Arrays.copyOf(arrays, arrays.length - 1));
    candidates.add(form, stages, candidates.text(), arrays);
    stages.leave(output);
  }

  /** Some of what the kernel has written. */
  private float[] output() {
    int[] view = candidates.output();
    int size = view[0] * view[3];
    float[] values = new float[Math.min(size, SAMPLES)];
    for (int i = 0; i < values.length; i++) {
      int number = (int) ((long) i * size / values.length);
      int index = number / view[3] * view[1] + view[2] + number % view[3];
      values[i] = numbers.get(output, index);
    }
    return values;
  }

  private static double distance(float[] expected, float[] found) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      double apart = (double) expected[i] - found[i];
      difference += apart * apart;
      size += (double) expected[i] * expected[i];
    }
    return Math.sqrt(difference / Math.max(size, Float.MIN_NORMAL));
  }
}
