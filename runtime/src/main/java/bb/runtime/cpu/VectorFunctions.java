package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScalarFunctions} of runs of floats, in their place, of operations only that the Vector API
 * defines to the bit. Each is one loop, compiled once for all kernels: a kernel that called a
 * function of vectors would be too much for the JIT to inline, and vectors that are not inlined are
 * objects. For the same reason these loops call nothing but the Vector API and one form of exp.
 */
public final class VectorFunctions {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  private VectorFunctions() {}

  /** {@link ScalarFunctions#exp} of {@code length} floats from {@code at} on. */
  public static void exp(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      exp(FloatVector.fromArray(SPECIES, x, at + i)).intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] = ScalarFunctions.exp(x[at + i]);
    }
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector most =
        x.blend(Coefficients.EXP_MOST, x.compare(VectorOperators.GT, Coefficients.EXP_MOST));
    FloatVector c = most.blend(Coefficients.EXP_LEAST, most.lt(Coefficients.EXP_LEAST));
    FloatVector shifted = c.fma(Coefficients.LOG2_E, Coefficients.SHIFT);
    FloatVector k = shifted.sub(Coefficients.SHIFT);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector high = k.fma(FloatVector.broadcast(SPECIES, -Coefficients.LN_2_HIGH), c);
    FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -Coefficients.LN_2_LOW), high);
    FloatVector p =
        FloatVector.broadcast(SPECIES, Coefficients.E4)
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E3))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E2))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E1))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E0))
            .fma(r, one)
            .fma(r, one);
    IntVector n = shifted.reinterpretAsInts().sub(Coefficients.SHIFT_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    IntVector rest = n.sub(half);
    return p.mul(
            half.add(Coefficients.BIAS)
                .lanewise(VectorOperators.LSHL, Coefficients.MANTISSA)
                .reinterpretAsFloats())
        .mul(
            rest.add(Coefficients.BIAS)
                .lanewise(VectorOperators.LSHL, Coefficients.MANTISSA)
                .reinterpretAsFloats());
  }

  private static FloatVector sigmoid(FloatVector x) {
    FloatVector most =
        x.blend(
            Coefficients.SIGMOID_MOST, x.compare(VectorOperators.GT, Coefficients.SIGMOID_MOST));
    FloatVector c = most.blend(Coefficients.EXP_LEAST, most.lt(Coefficients.EXP_LEAST));
    FloatVector shifted = c.fma(-Coefficients.LOG2_E, Coefficients.SHIFT);
    FloatVector k = shifted.sub(Coefficients.SHIFT);
    FloatVector high = k.fma(FloatVector.broadcast(SPECIES, Coefficients.LN_2_HIGH), c);
    FloatVector r = k.fma(FloatVector.broadcast(SPECIES, Coefficients.LN_2_LOW), high);
    FloatVector p =
        FloatVector.broadcast(SPECIES, Coefficients.E4)
            .fma(r, FloatVector.broadcast(SPECIES, -Coefficients.E3))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E2))
            .fma(r, FloatVector.broadcast(SPECIES, -Coefficients.E1))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E0))
            .fma(r, FloatVector.broadcast(SPECIES, -1f))
            .fma(r, FloatVector.broadcast(SPECIES, 1f));
    FloatVector less = FloatVector.broadcast(SPECIES, Coefficients.LESS);
    FloatVector power =
        shifted
            .reinterpretAsInts()
            .sub(Coefficients.SHIFT_BITS - Coefficients.BIAS + Coefficients.FEWER)
            .lanewise(VectorOperators.LSHL, Coefficients.MANTISSA)
            .reinterpretAsFloats();
    return less.div(p.fma(power, less));
  }

  /** exp(x) for x from -87 to 0. */
  private static FloatVector expNear(FloatVector x) {
    FloatVector shifted = x.fma(Coefficients.LOG2_E, Coefficients.SHIFT);
    FloatVector k = shifted.sub(Coefficients.SHIFT);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector high = k.fma(FloatVector.broadcast(SPECIES, -Coefficients.LN_2_HIGH), x);
    FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -Coefficients.LN_2_LOW), high);
    FloatVector p =
        FloatVector.broadcast(SPECIES, Coefficients.E4)
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E3))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E2))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E1))
            .fma(r, FloatVector.broadcast(SPECIES, Coefficients.E0))
            .fma(r, one)
            .fma(r, one);
    return p.mul(
        shifted
            .reinterpretAsInts()
            .sub(Coefficients.SHIFT_BITS - Coefficients.BIAS)
            .lanewise(VectorOperators.LSHL, Coefficients.MANTISSA)
            .reinterpretAsFloats());
  }

  /** As {@link ScalarFunctions#sigmoid}. */
  public static void sigmoid(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      sigmoid(FloatVector.fromArray(SPECIES, x, at + i)).intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] = ScalarFunctions.sigmoid(x[at + i]);
    }
  }

  /** Numbers times their {@link ScalarFunctions#sigmoid}. */
  public static void silu(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
      v.mul(sigmoid(v)).intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] *= ScalarFunctions.sigmoid(x[at + i]);
    }
  }

  /** As {@link ScalarFunctions#tanh}. */
  public static void tanh(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
      FloatVector a = v.abs();
      FloatVector b =
          a.blend(Coefficients.TANH_FAR, a.compare(VectorOperators.GT, Coefficients.TANH_FAR));
      FloatVector e = expNear(b.mul(-2f));
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector far = one.sub(e).div(e.add(one));
      FloatVector z = a.mul(a);
      FloatVector near =
          FloatVector.broadcast(SPECIES, Coefficients.T4)
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.T3))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.T2))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.T1))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.T0))
              .fma(a.mul(z), a);
      far.blend(near, a.lt(Coefficients.TANH_NEAR))
          .reinterpretAsInts()
          .or(v.reinterpretAsInts().and(Coefficients.SIGN))
          .reinterpretAsFloats()
          .intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] = ScalarFunctions.tanh(x[at + i]);
    }
  }

  /** As {@link ScalarFunctions#erf}. */
  public static void erf(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
      FloatVector a = v.abs();
      FloatVector b =
          a.blend(Coefficients.ERF_FAR, a.compare(VectorOperators.GT, Coefficients.ERF_FAR));
      FloatVector q =
          FloatVector.broadcast(SPECIES, Coefficients.F6)
              .fma(b, FloatVector.broadcast(SPECIES, Coefficients.F5))
              .fma(b, FloatVector.broadcast(SPECIES, Coefficients.F4))
              .fma(b, FloatVector.broadcast(SPECIES, Coefficients.F3))
              .fma(b, FloatVector.broadcast(SPECIES, Coefficients.F2))
              .fma(b, FloatVector.broadcast(SPECIES, Coefficients.F1))
              .fma(b, FloatVector.broadcast(SPECIES, Coefficients.F0));
      FloatVector far = FloatVector.broadcast(SPECIES, 1f).sub(expNear(q));
      FloatVector z = a.mul(a);
      FloatVector near =
          FloatVector.broadcast(SPECIES, Coefficients.N5)
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.N4))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.N3))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.N2))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.N1))
              .fma(z, FloatVector.broadcast(SPECIES, Coefficients.N0))
              .fma(a, a);
      far.blend(near, a.lt(Coefficients.ERF_NEAR))
          .reinterpretAsInts()
          .or(v.reinterpretAsInts().and(Coefficients.SIGN))
          .reinterpretAsFloats()
          .intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] = ScalarFunctions.erf(x[at + i]);
    }
  }

  /** As {@link ScalarFunctions#log1p}. */
  public static void log1p(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, at + i);
      IntVector e =
          v.add(1f).reinterpretAsInts().sub(Coefficients.THREE_QUARTERS).and(Coefficients.EXPONENT);
      FloatVector scale = e.neg().add(Coefficients.FOUR).reinterpretAsFloats().mul(0.25f);
      FloatVector f = v.reinterpretAsInts().sub(e).reinterpretAsFloats().add(scale.sub(1f));
      FloatVector p =
          FloatVector.broadcast(SPECIES, Coefficients.L8)
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L7))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L6))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L5))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L4))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L3))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L2))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L1))
              .fma(f, FloatVector.broadcast(SPECIES, Coefficients.L0));
      FloatVector k =
          e.lanewise(VectorOperators.ASHR, Coefficients.MANTISSA)
              .add(Coefficients.SHIFT_BITS)
              .reinterpretAsFloats()
              .sub(Coefficients.SHIFT);
      k.fma(FloatVector.broadcast(SPECIES, Coefficients.LN_2), f.mul(f).fma(p, f))
          .blend(Float.NEGATIVE_INFINITY, v.eq(-1f))
          .blend(Float.NaN, v.lt(-1f))
          .blend(v, v.abs().lt(Coefficients.LOG_TINY).or(v.lt(Float.POSITIVE_INFINITY).not()))
          .intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] = ScalarFunctions.log1p(x[at + i]);
    }
  }

  /** As {@link ScalarFunctions#log}, of which the JIT makes what vectors it can. */
  public static void log(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFunctions.log(x[i]);
    }
  }

  /** As {@link ScalarFunctions#sin}, of which the JIT makes what vectors it can. */
  public static void sin(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFunctions.sin(x[i]);
    }
  }

  /** As {@link ScalarFunctions#cos}, of which the JIT makes what vectors it can. */
  public static void cos(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFunctions.cos(x[i]);
    }
  }

  /** As {@link ScalarFunctions#floor}, of which the JIT makes what vectors it can. */
  public static void floor(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFunctions.floor(x[i]);
    }
  }
}
