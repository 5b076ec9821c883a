import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most that one processor gives: fused multiply-adds on numbers that never leave the registers,
 * in GFLOP/s.
 */
final class Peak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int STEPS = 100_000;
  private static final int ROUNDS = 3000;

  private Peak() {}

  public static void main(String[] arguments) {
    long best = Long.MAX_VALUE;
    float sink = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      sink += multiplyAdd(STEPS, 0.5f, round);
      best = Math.min(best, System.nanoTime() - start);
    }
    if (sink == 0) {
      throw new IllegalStateException("nothing was computed");
    }
    System.out.println(2.0 * CHAINS * STEPS * SPECIES.length() / best);
  }

  /** More chains than a processor has units times the steps that one takes. */
  private static float multiplyAdd(int steps, float factor, float start) {
    FloatVector x = FloatVector.broadcast(SPECIES, factor);
    FloatVector a = FloatVector.broadcast(SPECIES, start + 1);
    FloatVector b = FloatVector.broadcast(SPECIES, start + 2);
    FloatVector c = FloatVector.broadcast(SPECIES, start + 3);
    FloatVector d = FloatVector.broadcast(SPECIES, start + 4);
    FloatVector e = FloatVector.broadcast(SPECIES, start + 5);
    FloatVector f = FloatVector.broadcast(SPECIES, start + 6);
    FloatVector g = FloatVector.broadcast(SPECIES, start + 7);
    FloatVector h = FloatVector.broadcast(SPECIES, start + 8);
    FloatVector i = FloatVector.broadcast(SPECIES, start + 9);
    FloatVector j = FloatVector.broadcast(SPECIES, start + 10);
    FloatVector k = FloatVector.broadcast(SPECIES, start + 11);
    FloatVector l = FloatVector.broadcast(SPECIES, start + 12);
    for (int step = 0; step < steps; step++) {
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
      i = i.fma(x, x);
      j = j.fma(x, x);
      k = k.fma(x, x);
      l = l.fma(x, x);
    }
    FloatVector sum =
        a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l);
    return sum.lane(0);
  }
}
