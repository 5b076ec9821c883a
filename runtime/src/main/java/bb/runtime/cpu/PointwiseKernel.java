package bb.runtime.cpu;

/** The same expression for every element. Stateless. */
public interface PointwiseKernel {
  void lines(Lines l);
}
