package bb.importing.layers;

/** What flows out of a layer: one of several tensors, if the layer has more than one output. */
public record Ref(int layer, int output) {
  public static Ref of(int layer) {
    return new Ref(layer, 0);
  }
}
