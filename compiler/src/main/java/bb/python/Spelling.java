package bb.python;

import java.util.Optional;

/** How PyTorch writes a layer. */
public sealed interface Spelling {
  /**
   * A module that is made once and called.
   *
   * @param make the call of its constructor
   * @param use what is computed by it
   * @param function the same of tensors that other layers have, {@link Py.Own}
   */
  record Module(Py make, Py use, Optional<Py> function) implements Spelling {
    /** Whether it is called with what flows in and nothing else, as in a {@code Sequential}. */
    public boolean isPlain() {
      return use.equals(Py.SELF.apply(Py.X));
    }

    /**
     * Whether it is called so with the transpose of what flows in, and makes that of what flows
     * out.
     */
    public boolean isTransposed() {
      return use.equals(Py.SELF.apply(Py.X.transposed()).transposed());
    }

    /** With how the layer is written of other layers' tensors. */
    public Module of(Py function) {
      return new Module(make, use, Optional.of(function));
    }
  }

  /**
   * An expression.
   *
   * @param module the module that computes the same, for a {@code Sequential}
   * @param batched whether there is one result for each example, and not one for all
   */
  record Function(Py value, Optional<Py> module, boolean batched) implements Spelling {}

  /**
   * A tensor that the module holds.
   *
   * @param trained whether it is a parameter
   * @param saved whether weight files have it
   */
  record Held(Py make, boolean trained, boolean saved) implements Spelling {}

  /** PyTorch has nothing for it. */
  record Missing(String why) implements Spelling {}

  static Module module(Py make) {
    return new Module(make, Py.SELF.apply(Py.X), Optional.empty());
  }

  static Module module(Py make, Py use) {
    return new Module(make, use, Optional.empty());
  }

  static Function function(Py value) {
    return new Function(value, Optional.empty(), true);
  }

  static Function function(Py value, Py module) {
    return new Function(value, Optional.of(module), true);
  }
}
