package bb.ops;

import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;

/** What layers have in common when PyTorch writes them. */
final class Spelled {
  private Spelled() {}

  /** A function, and the module that does the same. */
  static Spelling both(String function, String module, List<Py.Arg> arguments) {
    List<Py.Arg> applied = new ArrayList<>(List.of(Py.arg(Py.X)));
    applied.addAll(arguments);
    return Spelling.function(Py.call(function, applied), Py.call(module, arguments));
  }

  /** The function, and the module, of an activation. */
  static Spelling activation(String function, String module, Py.Arg... arguments) {
    return both(function, "nn." + module, List.of(arguments));
  }

  /** A pool, {@code adaptive_avg_pool}, whose channels PyTorch has before the pixels. */
  static Spelling pool(Space space, String name, List<Py.Arg> arguments) {
    String function = "F." + name + space.count() + "d";
    if (space == Space.SEQUENCE) {
      List<Py.Arg> applied = new ArrayList<>(List.of(Py.arg(Py.X.transposed())));
      applied.addAll(arguments);
      return Spelling.function(Py.call(function, applied).transposed());
    }
    StringBuilder module = new StringBuilder("nn.");
    for (String word : name.split("_")) {
      module.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return both(function, module.append(space.count()).append("d").toString(), arguments);
  }

  /** A module of channels, which PyTorch has before the tokens. */
  static Spelling channels(TorchInputs in, Py make) {
    return in.isTokens()
        ? Spelling.module(make, Py.SELF.apply(Py.X.transposed()).transposed())
        : Spelling.module(make);
  }

  /** A norm of features, which PyTorch has last. */
  static Spelling features(TorchInputs in, TensorType normed, Py make) {
    if (normed.axes() == Axes.LAST) {
      return Spelling.module(make);
    }
    Py first = Py.of(in.isBatched(0) ? 1L : 0L);
    Py last = Py.of(-1L);
    return Spelling.module(
        make, Py.SELF.apply(Py.X.method("movedim", first, last)).method("movedim", last, first));
  }

  /** Axes of 1 behind that of the batch. */
  static Py lifted(Py x, int axes) {
    List<Py> at = new ArrayList<>();
    at.add(
        new Py.Range(
            java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty()));
    for (int i = 0; i < axes; i++) {
      at.add(Py.name("None"));
    }
    return x.at(at.toArray(Py[]::new));
  }

  /** What is added to scores of that rank; axes may be missing at its front. */
  static Py ofScores(TorchInputs in, int input, int rank) {
    int own = in.types().get(input).shape().rank();
    return in.isBatched(input) && own < rank
        ? lifted(new Py.In(input), rank - own)
        : new Py.In(input);
  }

  /** A number as it is written: whole where it is whole. */
  static Py number(double value) {
    return Py.of(value(value), "value");
  }

  static Object value(Object number) {
    return number instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15
        ? (Object) d.longValue()
        : number;
  }
}
