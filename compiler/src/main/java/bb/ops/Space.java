package bb.ops;

import bb.diagnostics.Code;
import bb.ops.Inference.Failed;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In how many dimensions a window slides. A layer of windows is there once for each, under
 * PyTorch's name for it: {@code conv1d}, {@code conv}, {@code conv3d}.
 */
enum Space {
  SEQUENCE("1d", "[tokens, features]", "t", 1, List.of("length")),
  IMAGE("", "[channels, height, width]", "h", 0, List.of("height", "width")),
  VOLUME("3d", "[channels, depth, height, width]", "d", 0, List.of("depth", "height", "width"));

  private final String suffix;
  private final String input;
  private final String first;
  private final int channelAxis;
  private final List<String> axes;

  Space(String suffix, String input, String first, int channelAxis, List<String> axes) {
    this.suffix = suffix;
    this.input = input;
    this.first = first;
    this.channelAxis = channelAxis;
    this.axes = axes;
  }

  /** That of a tensor, for layers that take all; of an image if it is none of them. */
  static Space of(Shape shape) {
    return switch (shape.rank()) {
      case 2 -> SEQUENCE;
      case 4 -> VOLUME;
      default -> IMAGE;
    };
  }

  /** The name of a layer whose other forms have it too. */
  String layer(String base) {
    return base + suffix;
  }

  /** What flows in, as messages write it. */
  String input() {
    return input;
  }

  List<String> axes() {
    return axes;
  }

  int count() {
    return axes.size();
  }

  /** Where the axes of the window begin. */
  int firstAxis() {
    return channelAxis == 0 ? 1 : 0;
  }

  long channels(Shape shape) {
    return shape.dim(channelAxis);
  }

  Sizes sizes(Shape shape) {
    return new Sizes(shape.dims().subList(firstAxis(), firstAxis() + count()));
  }

  /** The dimensions of a tensor. */
  List<Long> dims(long channels, List<Long> sizes) {
    List<Long> dims = new ArrayList<>(sizes);
    dims.add(channelAxis == 0 ? 0 : dims.size(), channels);
    return dims;
  }

  /** The input is a tensor of floats of such a shape. */
  Optional<Failed> fits(String layer, TensorType x) {
    Optional<Failed> wrong =
        switch (this) {
          case SEQUENCE -> Check.matrices(layer, List.of(x));
          case IMAGE -> Check.image(layer, x);
          case VOLUME -> Check.volume(layer, x);
        };
    return wrong.map(failed ->
        failed.code() == Code.BB0301
            ? form(layer, x.shape()).map(failed::help).orElse(failed)
            : failed);
  }

  /** Which form of the layer takes tensors of that shape. */
  private Optional<String> form(String layer, Shape shape) {
    String base = layer.substring(0, layer.length() - suffix.length());
    return Stream.of(values())
        .filter(space -> space.count() + 1 == shape.rank())
        .filter(space -> Operators.find(space.layer(base)).isPresent())
        .findFirst()
        .map(space -> "`%s` takes %s".formatted(space.layer(base), space.input));
  }

  /** An argument that has a number for each axis. */
  Attribute.Type type(long min) {
    return switch (this) {
      case SEQUENCE -> new Attribute.Type.Int(min);
      case IMAGE -> new Attribute.Type.Pair(min);
      case VOLUME -> new Attribute.Type.Triple(min);
    };
  }

  /** What such an argument says of the window, for the reference: {@code height and width}. */
  String extents() {
    return Check.all(axes);
  }

  /** What the reference calls the number of channels. */
  String channelName() {
    return this == SEQUENCE ? "d" : "c";
  }

  /** A shape of the reference: {@code [c, h', w']} of {@code c} and {@code '}. */
  String shape(String channels, String mark) {
    return switch (this) {
      case SEQUENCE -> "[t%s, %s]".formatted(mark, channels);
      case IMAGE -> "[%s, h%2$s, w%2$s]".formatted(channels, mark);
      case VOLUME -> "[%s, d%2$s, h%2$s, w%2$s]".formatted(channels, mark);
    };
  }

  /**
   * A shape rule of the reference.
   *
   * @param size that of the first axis, {@code %s} being the input's
   */
  String rule(String channels, String out, String size) {
    String sizes = size.formatted(first);
    String output =
        switch (this) {
          case SEQUENCE -> "[%s, %s]".formatted(sizes, out);
          case IMAGE -> "[%s, %s, same for w]".formatted(out, sizes);
          case VOLUME -> "[%s, %s, same for h and w]".formatted(out, sizes);
        };
    return shape(channels, "") + " -> " + output;
  }

  /** The number of pixels, for the reference: {@code h' * w'}. */
  String pixels(String mark) {
    return switch (this) {
      case SEQUENCE -> "t" + mark;
      case IMAGE -> "h%1$s * w%1$s".formatted(mark);
      case VOLUME -> "d%1$s * h%1$s * w%1$s".formatted(mark);
    };
  }

  /** {@code kernel, kernel}: a word for each axis. */
  String each(String word, String separator) {
    return String.join(separator, java.util.Collections.nCopies(count(), word));
  }
}
