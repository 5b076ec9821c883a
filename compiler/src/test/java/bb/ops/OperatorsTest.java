package bb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperatorsTest {
  @Test
  void namesAreUnique() {
    List<String> names = Operators.ALL.stream().map(OpSpec::name).toList();
    assertEquals(Set.copyOf(names).size(), names.size());
  }

  @Test
  void everyOperatorIsRegistered() {
    Set<String> made =
        Operators.ALL.stream()
            .map(spec -> spec.operator(required(spec)).getClass().getName())
            .collect(Collectors.toSet());
    made.add(LearnedTensor.class.getName());
    made.add(Reparametrized.class.getName());
    made.add(LiteralTensor.class.getName());
    Set<String> declared =
        new ClassFileImporter()
            .importPackages("bb.ops").stream()
                .filter(type -> type.isAssignableTo(Operator.class) && !type.isInterface())
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertEquals(declared, made);
  }

  @Test
  void anOperatorKnowsItsSpec() {
    for (OpSpec spec : Operators.ALL) {
      assertEquals(spec, spec.operator(required(spec)).spec());
    }
  }

  @Test
  void everySpecIsDocumented() {
    for (OpSpec spec : Operators.ALL) {
      assertTrue(spec.summary().endsWith("."), spec.name());
      assertFalse(spec.source().isEmpty(), spec.name());
      spec.attributes().forEach(a -> assertFalse(a.doc().isEmpty(), spec.name() + a.name()));
    }
  }

  /** The smallest allowed value for each argument without a default. */
  static Map<String, Object> required(OpSpec spec) {
    Map<String, Object> arguments = new HashMap<>();
    for (Attribute attribute : spec.attributes()) {
      if (attribute.required()) {
        arguments.put(attribute.name(), smallest(attribute.type()));
      }
    }
    return arguments;
  }

  private static Object smallest(Attribute.Type type) {
    return switch (type) {
      case Attribute.Type.Int(long min) -> Math.max(min, -1L);
      case Attribute.Type.Pair(long min) -> List.of(min, min);
      case Attribute.Type.Triple(long min) -> List.of(min, min, min);
      case Attribute.Type.Padding(int count) -> Collections.nCopies(count, 0L);
      case Attribute.Type.Number() -> 0.0;
      case Attribute.Type.Flag() -> false;
      case Attribute.Type.Tensor() -> true;
      case Attribute.Type.Choice(var words) -> words.getFirst();
      case Attribute.Type.Ints(long min) -> List.of(min);
      case Attribute.Type.Numbers() -> List.of(1.0);
    };
  }
}
