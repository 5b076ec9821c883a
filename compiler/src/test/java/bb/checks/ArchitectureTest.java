package bb.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which package may know which, and what may be used where: docs/ARCHITECTURE.md as code. */
@AnalyzeClasses(packages = "bb", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  /** All but the command line, and the package that compiles Java and packs jars. */
  private static final String[] PURE = {
    "bb",
    "bb.source..",
    "bb.diagnostics..",
    "bb.foreign..",
    "bb.syntax..",
    "bb.types..",
    "bb.python..",
    "bb.kernel..",
    "bb.program..",
    "bb.ops..",
    "bb.graph..",
    "bb.field..",
    "bb.model..",
    "bb.interpreter..",
    "bb.passes..",
    "bb.memory..",
    "bb.backend",
    "bb.backend.cpu..",
    "bb.backend.layout..",
    "bb.backend.source..",
    "bb.backend.tornado..",
    "bb.onnx..",
    "bb.importing..",
    "bb.torch..",
    "bb.lint..",
    "bb.report..",
    "bb.review.."
  };

  private static final DescribedPredicate<JavaClass> IS_SEALED =
      DescribedPredicate.describe("are sealed", type -> type.reflect().isSealed());

  private static final DescribedPredicate<JavaClass> IS_ENUM_BODY =
      DescribedPredicate.describe(
          "are constants of an enum", type -> type.isAssignableTo(Enum.class));

  /** A package, and the compiler's packages that it may use: only what stands above it. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("source"),
          List.of("diagnostics", "source"),
          List.of("foreign"),
          List.of("types"),
          List.of("python", "types"),
          List.of("kernel", "types"),
          List.of("program", "kernel", "types", "source"),
          List.of("syntax", "source", "diagnostics", "foreign"),
          List.of("ops", "python", "program", "kernel", "types", "diagnostics"),
          List.of("graph", "ops", "program", "kernel", "types", "source"),
          List.of("field", "graph", "ops", "program", "kernel", "types", "source"),
          List.of(
              "model",
              "field",
              "graph",
              "ops",
              "program",
              "kernel",
              "types",
              "syntax",
              "source",
              "foreign",
              "diagnostics"),
          List.of("interpreter", "program", "kernel", "types"),
          List.of("passes", "program", "kernel", "types"),
          List.of("memory", "program", "kernel", "types"),
          List.of(
              "backend",
              "memory",
              "graph",
              "ops",
              "program",
              "kernel",
              "types",
              "source",
              "diagnostics",
              "runtime"),
          List.of("onnx", "program", "kernel", "types", "diagnostics", "runtime"),
          List.of("torch", "python", "graph", "ops", "kernel", "types", "source", "diagnostics"),
          List.of(
              "importing",
              "ops",
              "program",
              "kernel",
              "types",
              "syntax",
              "source",
              "foreign",
              "diagnostics",
              "runtime"),
          List.of(
              "lint",
              "field",
              "graph",
              "ops",
              "program",
              "kernel",
              "types",
              "source",
              "diagnostics"),
          List.of("report", "field", "graph", "ops", "types", "source"),
          List.of("review", "report", "graph", "ops", "types", "source"));

  /** The packages of the TornadoVM backend, each with those of them that it may use. */
  private static final List<List<String>> TORNADO =
      List.of(
          List.of("index"),
          List.of("code", "index"),
          List.of("loops", "code", "index"),
          List.of("tiles", "loops", "code", "index"),
          List.of("plan", "loops", "code", "index"),
          List.of("methods", "plan", "tiles", "loops", "code", "index"),
          List.of("library", "methods", "plan", "loops", "code", "index"),
          List.of("emit", "library", "methods", "plan", "loops", "code"));

  private static final String TORNADO_ROOT = "bb.backend.tornado";

  @ArchTest
  static void theTornadoBackendHasLayers(JavaClasses classes) {
    for (List<String> layer : TORNADO) {
      String[] allowed = layer.stream().map(ArchitectureTest::tornado).toArray(String[]::new);
      classes()
          .that()
          .resideInAPackage(tornado(layer.getFirst()))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(allowed).or(not(resideInAPackage(TORNADO_ROOT + ".."))))
          .because("a kernel does not know who chose it, nor how it is called")
          .check(classes);
    }
    String[] ruled =
        Stream.concat(
                Stream.of(TORNADO_ROOT), TORNADO.stream().map(layer -> tornado(layer.getFirst())))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(TORNADO_ROOT + "..")
        .should()
        .resideInAnyPackage(ruled)
        .check(classes);
  }

  private static String tornado(String name) {
    return TORNADO_ROOT + "." + name + "..";
  }

  @ArchTest
  static void eachStageUsesOnlyEarlierOnes(JavaClasses classes) {
    for (List<String> layer : LAYERS) {
      String[] allowed =
          Stream.concat(
                  layer.stream().map("bb.%s.."::formatted),
                  layer.contains("syntax") ? Stream.of("bb.grammar..") : Stream.of())
              .toArray(String[]::new);
      classes()
          .that()
          .resideInAPackage("bb." + layer.getFirst() + "..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(allowed).or(not(resideInAnyPackage("bb", "bb.."))))
          .because("each stage of the pipeline has its own data and never reaches back")
          .check(classes);
    }
  }

  /** A rule about a package that is not there would hold nothing to anything. */
  @ArchTest
  static void everyPackageOfARuleHasClasses(JavaClasses classes) {
    Stream<String> layers = LAYERS.stream().flatMap(List::stream).map("bb.%s.."::formatted);
    Stream<String> tornado = TORNADO.stream().flatMap(List::stream).map(ArchitectureTest::tornado);
    Stream.of(layers, tornado, Stream.of(PURE), ONLY.stream().map(Use::library), users())
        .flatMap(names -> names)
        .distinct()
        .forEach(name ->
            assertTrue(mentioned(classes, resideInAPackage(name)), () -> "no class in " + name));
  }

  /** A package that no rule speaks of may use anything. */
  @ArchTest
  static void everyPackageHasARule(JavaClasses classes) {
    Set<String> ruled = new TreeSet<>(Set.of("cli", "grammar", "runtime"));
    LAYERS.forEach(layer -> ruled.add(layer.getFirst()));
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      String[] names = type.getPackageName().split("\\.");
      if (names.length > 1) {
        found.add(names[1]);
      }
    }
    assertEquals(ruled, found);
    String[] impure = {"bb.cli..", "bb.runtime..", "bb.grammar..", "bb.backend.jar.."};
    classes()
        .that(not(resideInAnyPackage(impure)))
        .should()
        .resideInAnyPackage(PURE)
        .check(classes);
  }

  private static Stream<String> users() {
    return ONLY.stream().flatMap(use -> use.packages().stream());
  }

  /** Whether there is such a class, among ours or those that ours use. */
  private static boolean mentioned(JavaClasses classes, DescribedPredicate<JavaClass> wanted) {
    return classes.stream()
        .anyMatch(type ->
            wanted.test(type)
                || type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(use -> wanted.test(use.getTargetClass())));
  }

  @ArchTest
  static final ArchRule plansAreDataAndNoCode =
      noClasses()
          .that()
          .resideInAPackage("bb.backend.cpu.plan..")
          .should()
          .dependOnClassesThat(resideInAPackage("com.palantir.javapoet.."))
          .orShould()
          .dependOnClassesThat(resideInAPackage("bb.backend.cpu"));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("bb.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule runtimeKnowsNoCompiler =
      noClasses()
          .that()
          .resideInAPackage("bb.runtime..")
          .should()
          .dependOnClassesThat(resideInAPackage("bb..").and(not(resideInAPackage("bb.runtime.."))));

  /** A library, and the packages that may use it. */
  private record Use(String library, List<String> packages) {
    static Use of(String library, String... packages) {
      return new Use(library, List.of(packages));
    }

    ArchRule rule() {
      String[] users = packages.toArray(String[]::new);
      return noClasses()
          .that(not(resideInAnyPackage(users)).and(not(resideInAPackage("bb.grammar.."))))
          .should()
          .dependOnClassesThat(resideInAPackage(library));
    }
  }

  private static final List<Use> ONLY =
      List.of(
          Use.of("org.antlr..", "bb.syntax.."),
          Use.of("bb.grammar..", "bb.syntax.."),
          Use.of("com.palantir.javapoet..", "bb.backend.."),
          Use.of("ai.onnx..", "bb.onnx..", "bb.importing.read.."),
          Use.of("com.github.difflib..", "bb.review.."),
          Use.of("com.google.protobuf..", "bb.onnx..", "bb.importing.read.."),
          Use.of("org.snakeyaml..", "bb.importing.ultralytics.."),
          Use.of("org.eclipse..", "bb.report.draw.."),
          Use.of("com.sun.net..", "bb.cli.."),
          Use.of("uk.ac.manchester..", "bb.runtime.tornado.device.."),
          Use.of("bb.runtime.tornado.device..", "bb.runtime.tornado.device.."),
          Use.of("picocli..", "bb.cli..", "bb.runtime.cli..", "bb.backend.jar.."),
          Use.of("me.tongfei..", "bb.cli.."),
          Use.of(
              "com.grack..",
              "bb.report..",
              "bb.review..",
              "bb.cli..",
              "bb.diagnostics..",
              "bb.runtime..",
              "bb.backend.jar.."));

  @ArchTest
  static void librariesAreUsedWhereTheyBelong(JavaClasses classes) {
    ONLY.forEach(use -> use.rule().check(classes));
  }

  @ArchTest
  static final ArchRule theCoreTouchesNothingOutside =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessClassesThat(
              have(
                  nameMatching(
                      "java\\.nio\\.file\\..*|java\\.io\\.(File|FileInputStream|FileOutputStream"
                          + "|RandomAccessFile|FileReader|FileWriter)"
                          + "|java\\.util\\.Random|java\\.util\\.ServiceLoader"
                          + "|java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.lang\\.reflect\\..*"
                          + "|java\\.time\\..*|java\\.lang\\.Process.*")))
          .because("text goes in and values come out; only the command line and the runtime do IO");

  @ArchTest
  static final ArchRule theCoreNeverAsksTheSystem =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyMainsEndTheProcess =
      noClasses()
          .that(not(have(nameMatching("bb\\.cli\\.(Main|Training)|bb\\.runtime\\.cli\\..*"))))
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should(
              be(
                  have(
                      nameMatching(
                          ".*(Util|Utils|Helper|Manager|Factory|Impl)|.*\\.Abstract[^.]*"))));

  @ArchTest
  static final ArchRule classesAreClosed =
      classes()
          .that(not(resideInAnyPackage("bb.grammar..")))
          .and()
          .areNotInterfaces()
          .and(not(IS_SEALED))
          .and()
          .areNotEnums()
          .and()
          .areNotAnonymousClasses()
          .and(not(IS_ENUM_BODY))
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule nothingGlobalChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat(not(resideInAPackage("bb.grammar..")))
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule failuresHaveATypeOfTheirOwn =
      noClasses()
          .that()
          .areNotAssignableTo(RuntimeException.class)
          .should()
          .callConstructor(RuntimeException.class, String.class);

  /** {@link Math} has exact functions, as sqrt and fma, and those of which the JIT has its own. */
  @ArchTest
  static final ArchRule answersDoNotMove =
      noClasses()
          .that()
          .resideOutsideOfPackage("bb.interpreter..")
          .should()
          .accessTargetWhere(
              describe("an inexact function of the JDK", ArchitectureTest::isInexact));

  /** Where there is no such instruction it is a thousand times slower, and other code is to run. */
  @ArchTest
  static final ArchRule multiplyAddsAreInstructions =
      noClasses()
          .that()
          .haveNameNotMatching("bb\\.runtime\\.cpu\\.(Fma|ScalarFunctions|Vector\\w+)")
          .should()
          .accessTargetWhere(describe("a fused multiply-add", ArchitectureTest::isFused));

  private static boolean isFused(JavaAccess<?> access) {
    return access.getTarget().getName().equals("fma")
        && access.getTargetOwner().getName().matches("(java\\.lang|jdk\\.incubator)\\..*");
  }

  private static boolean isInexact(JavaAccess<?> access) {
    String target = access.getTarget().getFullName();
    return target.matches(
        "java\\.lang\\.Math\\.(sin|cos|tan|asin|acos|atan|atan2|exp|expm1|log|log10|log1p|pow|cbrt"
            + "|sinh|cosh|tanh|hypot)\\(.*"
            + "|jdk\\.incubator\\.vector\\.VectorOperators\\.(SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|EXP"
            + "|EXPM1|LOG|LOG10|LOG1P|POW|CBRT|SINH|COSH|TANH|HYPOT)");
  }
}
