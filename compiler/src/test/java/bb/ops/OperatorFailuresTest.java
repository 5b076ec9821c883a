package bb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What each layer says when its shape rule does not allow a call. The file has the calls, after
 * {@code >}, and the approved answers; {@code -Dapprove} rewrites the answers.
 */
class OperatorFailuresTest {
  private static final Path FILE = Path.of("src/test/resources/op-failures.txt");
  private static final Pattern CALL =
      Pattern.compile("> (?<name>\\w+)\\((?<arguments>.*?)\\) <-(?<inputs>.*)");
  private static final Pattern ARGUMENT =
      Pattern.compile("(\\w+): (\\[[^]]*\\]|\\([^)]*\\)|[^,]+)");
  private static final Pattern INPUT = Pattern.compile("(int32|bool|first|last)? ?\\[([^]]*)\\]");

  @Test
  void answersAreApproved() throws IOException {
    String approved = Files.readString(FILE);
    String found =
        approved
            .lines()
            .filter(line -> line.startsWith(">"))
            .map(call -> call + "\n" + answer(call))
            .collect(Collectors.joining("\n"));
    if (System.getProperty("approve") != null) {
      Files.writeString(FILE, found);
    } else {
      assertEquals(approved, found);
    }
  }

  private static String answer(String line) {
    Matcher call = CALL.matcher(line);
    assertTrue(call.matches(), line);
    OpSpec spec = Operators.find(call.group("name")).orElseThrow();
    Map<String, Object> arguments = new HashMap<>();
    ARGUMENT
        .matcher(call.group("arguments"))
        .results()
        .forEach(a ->
            arguments.put(
                a.group(1), argument(spec.attribute(a.group(1)).orElseThrow().type(), a.group(2))));
    List<TensorType> inputs =
        INPUT
            .matcher(call.group("inputs"))
            .results()
            .map(m -> type(String.valueOf(m.group(1)), new Shape(longs(m.group(2)))))
            .toList();
    return switch (spec.operator(arguments).infer(inputs)) {
      case Inference.Of(var type) -> "makes " + type + "\n";
      case Inference.Failed failed -> render(failed);
    };
  }

  /** {@code last} and {@code first} say where the channels are. */
  private static TensorType type(String word, Shape shape) {
    return switch (word) {
      case "int32" -> new TensorType(DType.INT32, shape);
      case "bool" -> new TensorType(DType.BOOL, shape);
      case "first" -> TensorType.float32(shape).as(Axes.FIRST);
      case "last" -> TensorType.float32(shape).as(Axes.LAST);
      default -> TensorType.float32(shape);
    };
  }

  private static String render(Inference.Failed failed) {
    List<String> lines = new ArrayList<>();
    lines.add(failed.code() + " " + failed.message());
    lines.add("  " + failed.argument().map(a -> a + ": ").orElse("") + "^ " + failed.label());
    failed.notes().forEach(note -> lines.add("  note: " + note));
    failed.helps().forEach(help -> lines.add("  help: " + help));
    return String.join("\n", lines) + "\n";
  }

  private static Object argument(Attribute.Type type, String text) {
    return switch (type) {
      case Attribute.Type.Int _ -> Long.valueOf(text);
      case Attribute.Type.Pair _ -> sizes(2, text);
      case Attribute.Type.Triple _ -> sizes(3, text);
      case Attribute.Type.Padding(int count) -> text.equals("same") ? text : sizes(count, text);
      case Attribute.Type.Number _ -> Double.valueOf(text);
      case Attribute.Type.Flag _, Attribute.Type.Tensor _ -> Boolean.valueOf(text);
      case Attribute.Type.Choice _ -> text;
      case Attribute.Type.Ints _ -> longs(text);
      case Attribute.Type.Numbers _ ->
          Stream.of(text.replaceAll("[\\[\\]()]", "").split(",")).map(Double::valueOf).toList();
    };
  }

  private static List<Long> sizes(int count, String text) {
    List<Long> numbers = longs(text);
    return numbers.size() == count ? numbers : Collections.nCopies(count, numbers.getFirst());
  }

  private static List<Long> longs(String text) {
    return Stream.of(text.replaceAll("[\\[\\]()]", "").split(","))
        .map(String::strip)
        .filter(number -> !number.isEmpty())
        .map(Long::valueOf)
        .toList();
  }
}
