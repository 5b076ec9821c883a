package bb.ops;

import bb.types.DType;
import bb.types.TensorType;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Names for all that a layer can be: so many tensors, one of its arguments, one of the words that
 * an argument takes. Each has numbers of PyTorch's, by which every engine is checked, and is in
 * some random network, or {@code layer-exceptions.tsv} says why not.
 */
public final class LayerForms {
  /** More inputs of a layer that takes any number are no other case. */
  private static final int MOST_INPUTS = 3;

  /** What has no case, where, and why. */
  private record Exception(String missing, String form, String reason) {}

  /** A shape rule that is the same for any number of axes. */
  private static final Pattern ALIKE = Pattern.compile("^(bool |int32 )?\\[(a, b, )?\\.\\.\\.\\]");

  private LayerForms() {}

  /** All that layers' definitions have. */
  public static Set<String> all() {
    Set<String> forms = new TreeSet<>();
    for (OpSpec spec : Operators.ALL) {
      int most = Math.min(spec.inputs().max(), Math.max(spec.inputs().min(), MOST_INPUTS));
      IntStream.rangeClosed(spec.inputs().min(), most)
          .forEach(count -> forms.add(of(spec.name(), count)));
      spec.attributes().stream()
          .filter(attribute -> !attribute.required())
          .map(attribute -> argument(spec.name(), attribute.name()))
          .forEach(forms::add);
      spec.attributes().forEach(attribute -> forms.addAll(words(spec.name(), attribute)));
    }
    return forms;
  }

  private static Set<String> words(String layer, Attribute attribute) {
    return attribute.type() instanceof Attribute.Type.Choice(var words)
        ? words.stream()
            .map(word -> word(layer, attribute.name(), word))
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** The forms that {@code missing} need not have. */
  public static Set<String> exceptions(String missing) {
    return table().stream()
        .filter(exception -> exception.missing().equals(missing))
        .map(Exception::form)
        .collect(Collectors.toSet());
  }

  private static List<Exception> table() {
    try (InputStream file = LayerForms.class.getResourceAsStream("/layer-exceptions.tsv")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t"))
          .map(columns -> new Exception(columns[0], columns[1], columns[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the goldens of PyTorch have. */
  public static Set<String> ofGoldens() throws IOException, JsonParserException {
    Set<String> forms = new TreeSet<>();
    for (JsonObject golden : OperatorGoldenTest.goldens()) {
      OpSpec spec = Operators.find(golden.getString("op")).orElseThrow();
      JsonObject arguments = golden.getObject("args");
      forms.addAll(of(spec.name(), OperatorGoldenTest.types(golden)));
      if (ALIKE.matcher(spec.shape()).find()) {
        forms.removeIf(form -> form.startsWith(spec.name() + " on "));
      }
      for (Attribute attribute : spec.attributes()) {
        if (arguments.has(attribute.name()) && !attribute.required()) {
          forms.add(argument(spec.name(), attribute.name()));
        }
        if (attribute.type() instanceof Attribute.Type.Choice) {
          String word = arguments.getString(attribute.name(), attribute.defaultText().orElse(""));
          forms.add(word(spec.name(), attribute.name(), word));
        }
      }
    }
    return forms;
  }

  /** A layer with so many inputs, those with names among them. */
  public static String of(String layer, int inputs) {
    return layer + " of " + inputs;
  }

  /** A layer on so many axes, and of what its inputs are if not floats. */
  public static Set<String> of(String layer, List<TensorType> inputs) {
    Set<String> forms = new TreeSet<>();
    forms.add(of(layer, inputs.size()));
    inputs.stream()
        .limit(1)
        .forEach(first -> forms.add(layer + " on " + first.shape().rank() + " axes"));
    inputs.stream()
        .map(TensorType::dtype)
        .filter(type -> type != DType.FLOAT32)
        .forEach(type -> forms.add(layer + " of " + type));
    return forms;
  }

  /** A layer whose argument is given. */
  public static String argument(String layer, String argument) {
    return layer + "(" + argument + ":)";
  }

  /** A layer whose argument is that of a few words. */
  public static String word(String layer, String argument, String word) {
    return layer + "(" + argument + ": " + word + ")";
  }
}
