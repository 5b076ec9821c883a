package bb.random;

import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** An image that is a volume for a few layers. */
final class Volumes {
  private static final List<String> LAYERS =
      List.of(
          "conv3d",
          "conv3d",
          "conv3d",
          "conv_transpose3d",
          "conv_transpose3d",
          "conv_transpose3d",
          "upsample",
          "upsample",
          "max_pool3d",
          "max_pool3d",
          "avg_pool3d",
          "avg_pool3d",
          "avg_pool3d",
          "adaptive_avg_pool3d",
          "adaptive_max_pool3d",
          "bn",
          "group_norm",
          "instance_norm",
          "prelu",
          "relu",
          "global_avg_pool");

  private final Draft draft;
  private final Choices choices;

  Volumes(Draft draft) {
    this.draft = draft;
    this.choices = draft.choices();
  }

  Code statement(Scope scope, Shape image) {
    long height = image.dim(1);
    List<Long> depths =
        LongStream.rangeClosed(1, height).filter(d -> height % d == 0).boxed().toList();
    long depth = choices.of(depths);
    Shape shape = Shape.of(image.dim(0), depth, height / depth, image.dim(2));
    List<String> lines = new ArrayList<>(List.of("reshape(" + shape + ")"));
    for (int left = 2 + choices.below(4); left > 0; left--) {
      Optional<RandomLayer> layer =
          RandomLayer.attempts(
              choices,
              bb.ops.Operators.find(choices.of(LAYERS)).orElseThrow(),
              List.of(TensorType.float32(shape)),
              value -> draft.number(scope, value));
      layer.map(RandomLayer::text).ifPresent(lines::add);
      shape = layer.map(drawn -> drawn.output().shape()).orElse(shape);
    }
    Shape flat = Shape.of(shape.dim(0), shape.dim(1) * shape.dim(2), shape.dim(3));
    lines.add("reshape(" + flat + ")");
    return new Code(lines, flat);
  }
}
