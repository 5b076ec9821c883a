package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Images made larger or smaller. */
final class Resizes {
  private static final String CROPPED = "tf_crop_and_resize";

  private Resizes() {}

  static void register(Map<String, Translator> all) {
    all.put("Resize", Resizes::resize);
    all.put("Upsample", Resizes::resize);
  }

  private static List<Value> resize(Node node) {
    Flow x = node.batched(0);
    boolean old = node.onnx().operator().equals("Upsample");
    boolean ten = !old && node.opset() < 11;
    Optional<List<Double>> scales = scales(node, old || ten ? 1 : 2);
    Optional<List<Long>> sizes =
        old || ten
            ? Optional.empty()
            : node.known(3).filter(c -> c.elements() > 0).map(Const::longs);
    List<Long> axes =
        node.onnx()
            .ints("axes")
            .map(list -> list.stream().map(a -> a < 0 ? a + x.rank() : a).toList())
            .orElseGet(() -> LongStream.range(0, x.rank()).boxed().toList());
    List<Long> out = new ArrayList<>(x.dims());
    List<Double> factors = new ArrayList<>(x.dims().stream().map(_ -> 1.0).toList());
    for (int i = 0; i < axes.size(); i++) {
      int axis = (int) (long) axes.get(i);
      long from = x.dims().get(axis);
      if (sizes.isPresent()) {
        factors.set(axis, factor(node, x, axes, sizes.get(), i));
        out.set(axis, (long) Math.floor(from * factors.get(axis) + 0.5));
      } else {
        double scale = scales.orElseThrow(() -> node.refuse("lacks its scales")).get(i);
        out.set(axis, (long) Math.floor(from * scale));
        factors.set(axis, scale);
      }
    }
    if (out.get(0) != 1 || !out.get(1).equals(x.dims().get(1))) {
      throw node.refuse("resizes the batch or the channels");
    }
    String mode = node.onnx().text("mode", "nearest");
    String coordinates =
        node.onnx()
            .text("coordinate_transformation_mode", old || ten ? "asymmetric" : "half_pixel");
    List<Long> before = x.dims().subList(2, x.rank());
    List<Long> after = out.subList(2, x.rank());
    if (before.equals(after) && !coordinates.equals(CROPPED)) {
      return List.of(x);
    }
    if (mode.equals("nearest")) {
      return List.of(nearest(node, x, before, after, factors, coordinates));
    }
    boolean exact = factorsFit(before, after, factors);
    return List.of(
        smooth(node, x, after, exact, factors, mode, coordinates)
            .orElseGet(() -> resampled(node, x, after, factors, mode, coordinates)));
  }

  /** How much larger an axis becomes: as is said, or all alike, so that all fit or fill it. */
  private static double factor(Node node, Flow x, List<Long> axes, List<Long> sizes, int axis) {
    DoubleStream factors =
        IntStream.range(0, axes.size())
            .mapToDouble(i -> sizes.get(i) / (double) x.dims().get((int) (long) axes.get(i)));
    return switch (node.onnx().text("keep_aspect_ratio_policy", "stretch")) {
      case "not_larger" -> factors.min().orElseThrow();
      case "not_smaller" -> factors.max().orElseThrow();
      default -> factors.toArray()[axis];
    };
  }

  private static Flow resampled(
      Node node, Flow x, List<Long> after, List<Double> factors, String mode, String coordinates) {
    Resampled by = Resampled.of(node, mode);
    Ref result = x.ref();
    for (int axis = 0; axis < after.size(); axis++) {
      long in = x.dims().get(axis + 2);
      double[] places = new double[Math.toIntExact(after.get(axis))];
      for (int i = 0; i < places.length; i++) {
        double place =
            place(node, i, in, places.length, factors.get(axis + 2), axis + 2, coordinates);
        boolean outside = place < 0 || place > in - 1;
        places[i] = outside && coordinates.equals(CROPPED) ? Double.NaN : place;
      }
      if (in != places.length || coordinates.equals(CROPPED)) {
        result = by.along(node, result, axis + 1, factors.get(axis + 2), places);
      }
    }
    return node.made(result, 0);
  }

  private static Optional<List<Double>> scales(Node node, int input) {
    return node.onnx()
        .numbers("scales")
        .or(() -> node.known(input).filter(c -> c.elements() > 0).map(Const::doubles));
  }

  private static boolean factorsFit(List<Long> before, List<Long> after, List<Double> factors) {
    for (int i = 0; i < before.size(); i++) {
      if (Math.abs(before.get(i) * factors.get(i + 2) - after.get(i)) > 1e-4) {
        return false;
      }
    }
    return true;
  }

  /** How much larger, where it is a whole number for all axes; else the size. */
  private static SequencedMap<String, Object> extent(List<Long> before, List<Long> after) {
    boolean whole = true;
    List<Double> factors = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      whole &= after.get(i) % before.get(i) == 0;
      factors.add((double) (after.get(i) / before.get(i)));
    }
    if (!whole) {
      return Layers.args("size", after);
    }
    boolean alike = factors.stream().distinct().count() == 1;
    return Layers.args("scale_factor", alike ? factors.subList(0, 1) : factors);
  }

  private static Optional<Flow> smooth(
      Node node,
      Flow x,
      List<Long> after,
      boolean exact,
      List<Double> factors,
      String mode,
      String coordinates) {
    SequencedMap<String, Object> args = extent(x.dims().subList(2, x.rank()), after);
    if (!exact && !coordinates.equals("align_corners")) {
      args.clear();
      args.put("scale_factor", factors.subList(2, factors.size()));
    }
    args.put(
        "mode",
        mode.equals("cubic")
            ? "bicubic"
            : after.size() == 1 ? "linear" : after.size() == 2 ? "bilinear" : "trilinear");
    boolean half =
        coordinates.equals("half_pixel")
            || coordinates.equals("pytorch_half_pixel") && after.stream().allMatch(s -> s > 1);
    if (coordinates.equals("align_corners")) {
      if (!exact) {
        return Optional.empty();
      }
      args.put("align_corners", true);
    } else if (!half) {
      return Optional.empty();
    }
    boolean smoothed = node.onnx().integer("antialias", 0) != 0;
    boolean inside = node.onnx().integer("exclude_outside", 0) != 0;
    boolean usual = Math.abs(node.onnx().number("cubic_coeff_a", -0.75) + 0.75) < 1e-6;
    if (inside != smoothed || mode.equals("cubic") && !usual) {
      return Optional.empty();
    }
    if (smoothed) {
      args.put("antialias", true);
    }
    return Optional.of(
        Windows.back(node, node.layer("upsample", args, Windows.layered(node, x)), x));
  }

  private static Flow nearest(
      Node node,
      Flow x,
      List<Long> before,
      List<Long> after,
      List<Double> factors,
      String coordinates) {
    String rounding =
        node.onnx().text("nearest_mode", node.opset() < 11 ? "floor" : "round_prefer_floor");
    List<List<Long>> places = new ArrayList<>();
    boolean plain = true;
    boolean centred = true;
    for (int axis = 0; axis < before.size(); axis++) {
      long in = before.get(axis);
      long out = after.get(axis);
      List<Long> at = new ArrayList<>();
      for (long i = 0; i < out; i++) {
        double place = place(node, i, in, out, factors.get(axis + 2), axis + 2, coordinates);
        if (coordinates.equals(CROPPED) && (place < 0 || place > in - 1)) {
          throw node.refuse("takes what is outside of the image");
        }
        long nearest = Math.clamp((long) round(node, rounding).applyAsDouble(place), 0, in - 1);
        at.add(nearest);
        plain &= nearest == i * in / out;
        centred &= nearest == (2 * i + 1) * in / (2 * out);
      }
      places.add(at);
    }
    if (plain || centred) {
      SequencedMap<String, Object> args = extent(before, after);
      args.put("mode", plain ? "nearest" : "nearest_exact");
      return Windows.back(node, node.layer("upsample", args, Windows.layered(node, x)), x);
    }
    Ref result = x.ref();
    for (int axis = 0; axis < before.size(); axis++) {
      result = Gathers.picked(node, result, axis + 1, places.get(axis));
    }
    return node.made(result, 0);
  }

  private static double place(
      Node node, long i, long in, long out, double scale, int axis, String coordinates) {
    return switch (coordinates) {
      case "asymmetric" -> i / scale;
      case "half_pixel" -> (i + 0.5) / scale - 0.5;
      case "half_pixel_symmetric" -> in / 2.0 * (1 - out / (in * scale)) + (i + 0.5) / scale - 0.5;
      case "pytorch_half_pixel" -> out > 1 ? (i + 0.5) / scale - 0.5 : -0.5;
      case "align_corners" -> in * scale > 1 ? i * (in - 1) / (in * scale - 1) : 0;
      case CROPPED -> cropped(node, i, in, out, axis);
      default -> throw node.refuse("has coordinates of the mode `%s`".formatted(coordinates));
    };
  }

  /** A place in a part of the image, which is said by where it begins and ends. */
  private static double cropped(Node node, long i, long in, long out, int axis) {
    List<Double> region = node.constant(1).doubles(); // beginnings, then ends
    int at = node.onnx().ints("axes").map(axes -> axes.indexOf((long) axis)).orElse(axis);
    if (at < 0 || region.size() <= at + region.size() / 2) {
      throw node.refuse("has no region along axis %d".formatted(axis));
    }
    if (node.onnx().number("extrapolation_value", 0) != 0) {
      throw node.refuse("has another number than 0 outside of the image");
    }
    double begin = region.get(at);
    double end = region.get(at + region.size() / 2);
    double moved = out > 1 ? i * (end - begin) / (out - 1) : (end - begin) / 2;
    return (moved + begin) * (in - 1);
  }

  private static DoubleUnaryOperator round(Node node, String mode) {
    return switch (mode) {
      case "floor" -> Math::floor;
      case "ceil" -> Math::ceil;
      case "round_prefer_floor" -> x -> Math.ceil(x - 0.5);
      case "round_prefer_ceil" -> x -> Math.floor(x + 0.5);
      default -> throw node.refuse("rounds in the mode `%s`".formatted(mode));
    };
  }
}
