package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads arrays written as JSON: nested lists, a flat list, or {@code {"shape": […], "data": […]}}
 * as answers are printed; or an object with one of these for each input. The strings {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"} are numbers, since JSON has no others for them; {@code
 * true} is 1 and {@code false} 0.
 */
final class JsonInput {
  private static final int MAX_DIMENSIONS = 64;

  private final String name;

  private JsonInput(String name) {
    this.name = name;
  }

  /** Arrays by the name of their input; the key of one that names none is empty. */
  static Map<String, Tensor> read(byte[] bytes, String name) {
    return new JsonInput(name).read(bytes);
  }

  private Map<String, Tensor> read(byte[] bytes) {
    Object value = parse(bytes);
    if (!(value instanceof Map<?, ?> members) || isShaped(members)) {
      return Map.of("", tensor(value));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    members.forEach((input, array) -> tensors.put((String) input, tensor(array)));
    return tensors;
  }

  private @Nullable Object parse(byte[] bytes) {
    try {
      return Json.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException ignored) {
      throw malformed("it is not UTF-8 text");
    } catch (Json.Malformed e) {
      throw malformed(e.getMessage());
    }
  }

  private UserError malformed(String why) {
    return new UserError(ErrorCode.BB0622, "the numbers in `" + name + "` cannot be read: " + why)
        .note(
            "an input is a list of numbers, flat or nested,"
                + " or an object with such a list for each input");
  }

  private static boolean isShaped(Map<?, ?> members) {
    return members.keySet().equals(Set.of("shape", "data"));
  }

  private Tensor tensor(@Nullable Object value) {
    if (value instanceof Map<?, ?> members && isShaped(members)) {
      return shaped(members);
    }
    if (!(value instanceof List<?>)) {
      throw malformed("a list of numbers is needed, not " + kind(value));
    }
    int[] shape = shape(value);
    Numbers numbers = new Numbers();
    collect(value, shape, 0, numbers);
    return new Tensor(shape, numbers.all());
  }

  private Tensor shaped(Map<?, ?> members) {
    Tensor data = tensor(members.get("data"));
    int[] shape = dims(members.get("shape"));
    if (elements(shape) != data.data().length) {
      throw malformed(
          Message.of(
              "shape %s is given for %,d numbers", Arrays.toString(shape), data.data().length));
    }
    return new Tensor(shape, data.data());
  }

  private int[] dims(Object value) {
    if (!(value instanceof List<?> list) || list.size() > MAX_DIMENSIONS) {
      throw malformed(Message.of("its `shape` is no list of at most %d counts", MAX_DIMENSIONS));
    }
    return list.stream().mapToInt(this::dim).toArray();
  }

  private int dim(Object value) {
    if (!(value instanceof Number) || !value.toString().matches("[0-9]{1,9}")) {
      throw malformed("its `shape` holds " + kind(value) + " in place of a count");
    }
    return Integer.parseInt(value.toString());
  }

  /** How many numbers have this shape, or -1 if an array cannot hold them. */
  private static long elements(int[] shape) {
    long elements = 1;
    for (int dim : shape) {
      elements = elements < 0 || elements > Integer.MAX_VALUE ? -1 : elements * dim;
    }
    return elements;
  }

  /** The lengths along the first element of each list; {@link #collect} checks the others. */
  private static int[] shape(@Nullable Object value) {
    IntStream.Builder dims = IntStream.builder();
    Object inner = value;
    while (inner instanceof List<?> list) {
      dims.add(list.size());
      inner = list.isEmpty() ? null : list.getFirst();
    }
    return dims.build().toArray();
  }

  /** Numbers as they are found: what a shape promises may be far more than there are. */
  private static final class Numbers {
    private float[] data = new float[16];
    private int count;

    void add(float number) {
      if (count == data.length) {
        data = Arrays.copyOf(data, 2 * count);
      }
      data[count++] = number;
    }

    float[] all() {
      return Arrays.copyOf(data, count);
    }
  }

  private void collect(@Nullable Object value, int[] shape, int depth, Numbers numbers) {
    if (depth == shape.length) {
      numbers.add(number(value));
      return;
    }
    if (!(value instanceof List<?> list) || list.size() != shape[depth]) {
      throw malformed(
          value instanceof List<?> ? "its lists differ in length" : "its lists differ in depth");
    }
    list.forEach(element -> collect(element, shape, depth + 1, numbers));
  }

  private float number(@Nullable Object value) {
    if (value instanceof Number number) {
      return Float.parseFloat(number.toString());
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof String text && NonFinite.parse(text).isPresent()) {
      return NonFinite.parse(text).get();
    }
    throw malformed("it holds " + kind(value) + " in place of a number");
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case List<?> ignored -> "a list";
      case Map<?, ?> ignored -> "an object";
      case String text -> "the text \"" + text + "\"";
      default -> value.toString();
    };
  }
}
