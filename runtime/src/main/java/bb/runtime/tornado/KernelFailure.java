package bb.runtime.tornado;

/** What TornadoVM threw about the kernel of one layer. */
public final class KernelFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String layer;

  /**
   * @param layer the layer with its place in the source, {@code stem.conv (net.bb:12)}; empty if it
   *     is not known which
   */
  public KernelFailure(String layer, Throwable cause) {
    super(layer, cause);
    this.layer = layer;
  }

  public String layer() {
    return layer;
  }
}
