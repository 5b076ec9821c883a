package bb.runtime.cpu;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of all kernels, of generated ones too: a constant, so that the JIT compiles for one
 * species. To be loaded only where {@link Lanes#available}.
 */
public final class Species {
  public static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Lanes.vectorBits()));

  private Species() {}
}
