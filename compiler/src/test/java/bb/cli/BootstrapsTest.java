package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Java would make at run time is written as methods that do the same. */
final class BootstrapsTest {
  private static final ClassFile FILES =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(BootstrapsTest.class.getClassLoader())));

  /** Every kind of field. */
  record Fields(
      boolean z,
      byte b,
      char c,
      short s,
      int i,
      long l,
      float f,
      double d,
      String text,
      int[] array) {
    private static final int[] ARRAY = {1};

    static List<Object> all() {
      List<Object> all = new ArrayList<>(List.of("another"));
      for (String text : new String[] {null, "", "text"}) {
        for (double d : new double[] {0.0, -0.0, Double.NaN, 1.5}) {
          int n = all.size();
          all.add(
              new Fields(
                  n % 2 == 0,
                  (byte) n,
                  (char) n,
                  (short) -n,
                  n,
                  -n * 7L << 30,
                  (float) d,
                  d,
                  text,
                  ARRAY));
          all.add(new Fields(true, (byte) 1, 'c', (short) 2, 3, 4, (float) d, d, text, ARRAY));
          all.add(new Fields(true, (byte) 1, 'c', (short) 2, 3, 4, 0f, d, text, ARRAY));
        }
      }
      return all;
    }
  }

  record None() {}

  /** Switches with guards, which ask again from a label on, with nested types and with null. */
  interface Switches {
    static String word(Object o) {
      return switch (o) {
        case null -> "null";
        case String s when s.isEmpty() -> "empty";
        case String s when s.length() > 3 -> "long " + s;
        case CharSequence s -> "text " + s;
        case Fields(_, _, _, _, int i, _, _, _, String t, _) when i == 3 -> "three " + t;
        case Fields f -> "fields " + f.i();
        case Integer i when i > 1 -> "many";
        case Number n -> "number " + n;
        default -> "other";
      };
    }
  }

  /** All that the classes above answer; this class is linked, too. */
  static final class Subject {
    private Subject() {}

    public static List<String> answers() {
      List<Object> values = new ArrayList<>(Fields.all());
      values.addAll(Fields.all());
      List<String> answers = new ArrayList<>();
      for (Object a : values) {
        answers.add(Switches.word(a));
        // the hash of an array, which its text has, too, is its identity
        if (a instanceof Fields f) {
          int rest = f.hashCode() - f.array().hashCode();
          answers.add(Integer.toString(rest));
          answers.add(f.toString().replaceAll("@.*", ""));
        }
        answers.add(
            values.stream().map(b -> a.equals(b) ? "1" : "0").collect(Collectors.joining()));
      }
      for (Object o :
          new Object[] {null, "", "ab", "abcd", new StringBuilder("x"), 1, 2, 2.5, 'c'}) {
        answers.add(Switches.word(o));
      }
      answers.add("" + new None().hashCode() + new None().equals(new None()) + new None());
      return answers;
    }
  }

  /** Has the classes of this test as they become. */
  private static final class Linked extends ClassLoader {
    private final List<String> linked = new ArrayList<>();

    private Linked() {
      super(BootstrapsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(BootstrapsTest.class.getName()) || findLoadedClass(name) != null) {
        return super.loadClass(name, resolve);
      }
      try {
        byte[] bytes = bytes(name);
        byte[] made = Bootstraps.linked(bytes, FILES);
        if (made != bytes) {
          linked.add(name.substring(name.indexOf('$') + 1));
        }
        assertEquals(List.of(), FILES.verify(made));
        return defineClass(name, made, 0, made.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        BootstrapsTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  @Test
  void aClassDoesTheSameAfterwards() throws Exception {
    Linked loader = new Linked();
    Class<?> subject = loader.loadClass(Subject.class.getName());
    var answers = subject.getDeclaredMethod("answers");
    answers.setAccessible(true);
    assertNotSame(Subject.class, subject);
    assertEquals(Subject.answers(), answers.invoke(null));
    assertEquals(List.of("Fields", "None", "Switches"), loader.linked.stream().sorted().toList());
  }

  private static final Set<String> MADE = Set.of("equals", "hashCode", "toString", "typeSwitch");

  @Test
  void noneOfThemIsLeft() throws Exception {
    for (Class<?> type : List.of(Fields.class, None.class, Switches.class)) {
      byte[] bytes = bytes(type.getName());
      assertTrue(made(bytes).stream().anyMatch(MADE::contains));
      Set<String> left = made(Bootstraps.linked(bytes, FILES));
      assertFalse(left.stream().anyMatch(MADE::contains), "" + left);
    }
    byte[] nothing = bytes(BootstrapsTest.class.getName());
    assertSame(nothing, Bootstraps.linked(nothing, FILES));
  }

  /** What a branch leaves is of one of two classes, which only they can tell the common type of. */
  interface Branches {
    static Object pick(Object o) {
      Branches picked =
          switch (o) {
            case String _ -> new One();
            case Integer _ -> new Two();
            default -> throw new IllegalArgumentException();
          };
      return picked.toString();
    }

    record One() implements Branches {}

    record Two() implements Branches {}
  }

  @Test
  void aClassStaysAsItIsThatNamesWhatIsNotThere() throws Exception {
    byte[] bytes = bytes(Branches.class.getName());
    assertNotSame(bytes, Bootstraps.linked(bytes, FILES));
    ClassHierarchyResolver nothing = _ -> null;
    ClassFile alone = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(nothing));
    assertSame(bytes, Bootstraps.linked(bytes, alone));
  }

  /** What is made of a class at run time. */
  private static Set<String> made(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .filter(InvokeDynamicInstruction.class::isInstance)
        .map(call -> ((InvokeDynamicInstruction) call).name().stringValue())
        .collect(Collectors.toSet());
  }
}
