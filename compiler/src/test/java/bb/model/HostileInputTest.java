package bb.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Severity;
import bb.fuzz.SourceTarget;
import bb.source.SourceFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs that ask for too much get an error of their own, and what is large but allowed takes
 * what is in proportion. Work is counted in steps and in allocated bytes, never on the clock.
 */
final class HostileInputTest {
  private static final String NET = "network Net {\n  input x: [4, 8, 8]\n  %s\n}\n";

  /** What stands in the body, and the code that it gets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repeat 1000000000 { relu } | BB0401",
        "repeat 1000000000 { } | BB0401",
        "repeat i in 0..9223372036854775807 { conv(i, 3) } | BB0401",
        "repeat 1000 { repeat 1000 { repeat 1000 { } } } | BB0401",
        "repeat 400 { repeat 400 { relu } } | BB0403",
        "collect 1000000000 { relu } -> concat | BB0401",
        "group(1000000000) { relu } | BB0338",
        "let x = 1 / 0 | BB0223",
        "let x = 1 % 0 | BB0223",
        "let x = 1 // (2 - 2) | BB0223",
        "let x = 9223372036854775807 + 1 | BB0224",
        "let x = 2 ** 63 | BB0224",
        "let x = 10.0 ** 400 | BB0224",
        "conv(9223372036854775807, 3) | BB0308",
        "pad(top: 9223372036854775807) | BB0308",
        "upsample(4611686018427387904) | BB0308",
        "let a = enumerate(0..1000000000) | BB0405",
        "let a = zip(0..1000000000, 0..1000000000) | BB0405",
        "Loop | BB0402",
        "Ping | BB0402",
        "Bush(100) | BB0401",
        "let a = forever | BB0402",
        "let a = never | BB0402",
      })
  void getsItsCode(String body, Code code) {
    String blocks =
        """
        block Loop { relu; Loop }
        block Ping { Pong }
        block Pong { Ping }
        block Bush(n: int) { if n > 0 { Bush(n - 1); Bush(n - 1) } }
        let forever = forever
        let never = ever + ever
        let ever = never + never
        """;
    assertEquals(Set.of(code), codes(Map.of("net.bb", blocks + NET.formatted(body))));
  }

  /** Each value is made of the one before it twice, so that a walk along all paths never ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a%d + a%d | linear(len(a59)) | BB0405",
        "[a%d, a%d] | \"{a59}\": relu | BB0405",
        "[a%d, a%d] | assert a59 == a58 | BB0405",
        "zip(a%d, a%d) | linear(len(a59)) | BB0405",
        "(a%d, a%d) | conv(a59, 3) | BB0405",
        "max(sum(a%d), sum(a%d)) | linear(a59) | BB0228",
      })
  void sharedValuesAreVisitedOnce(String value, String use, Code code) {
    String lets =
        lines(59, i -> "let a%d = ".formatted(i + 1) + value.replace("%d", String.valueOf(i)));
    String source = "let a0 = [1, 2]\n" + lets + NET.formatted(use);
    assertEquals(Set.of(code), codes(Map.of("net.bb", source)));
  }

  /** Each layer is made of the one before it twice, and is applied as often as it is there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a59 | BB0403",
        "Id(a59) | BB0401",
        "add(it, a59) | BB0403",
        "flatten -> a59 | BB0403",
      })
  void sharedLayersAreCounted(String use, Code code) {
    String lets = lines(59, i -> "let a%d = add(a%d, a%d)".formatted(i + 1, i, i));
    String source = "let a0 = relu\nblock Id(x: int) { relu }\n" + lets + NET.formatted(use);
    assertEquals(Set.of(code), codes(Map.of("net.bb", source)));
  }

  /** Much of one thing: what it takes must be in proportion to it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "repeat 6000 { scale { sigmoid } } #",
        "conv(4, 3, padding: 1); repeat 12000 { bn } #",
        "concat { | repeat 4000 { conv(4, 1) } | repeat 4000 { conv(4, 1) } } #",
        "repeat i in 0..5000 { relu as s[i] }; repeat 5000 { let all = s } # BB0401",
        "repeat 5000 { \"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z\": prelu } # BB0210",
        "repeat 200000 { conv(4, 3, width: 1) } # BB0204",
        "repeat 200000 { assert params < 0 } # BB0410",
        "a: conv(4, 1); repeat 100000 { let w = a.weight } #",
        "repeat 3000000 { } #",
      })
  void muchIsInProportion(String body, Code code) {
    Set<Code> expected = code == null ? Set.of() : Set.of(code);
    assertEquals(expected, codes(Map.of("net.bb", NET.formatted(body))));
  }

  @Test
  void manyStatements() {
    assertCodes(lines(2000, i -> "conv(4, 1) as a%d; output a%d".formatted(i, i)));
    assertCodes("parallel { " + lines(2000, _ -> "| conv(4, 1)") + "} -> add");
    assertCodes("let a = [1]\n" + lines(20_000, _ -> "let a = [a]"), Code.BB0405);
    assertCodes(lines(20_000, i -> "unheard%d".formatted(i)), Code.BB0202);
    assertCodes("conv(" + "out: 1, ".repeat(20_000) + "kernel: 3)", Code.BB0207);
    assertCodes("\"" + "{1}".repeat(20_000) + "\": relu", Code.BB0411);
    assertCodes("a".repeat(500_000), Code.BB0124);
  }

  /** What is said about the habits of other languages is not looked for without end. */
  @Test
  void manyHabits() {
    assertEquals(Set.of(Code.BB0131), codes(Map.of("net.bb", "/*".repeat(300_000))));
    assertEquals(Set.of(Code.BB0131), codes(Map.of("net.bb", "'''".repeat(200_001))));
    assertEquals(
        Set.of(Code.BB0106, Code.BB0208), codes(Map.of("net.bb", "block A {\n".repeat(20_000))));
    assertCodes(lines(40_000, _ -> "x = relu"), Code.BB0114);
    assertCodes("a(b=".repeat(90) + "1" + ")".repeat(90), Code.BB0114);
    assertCodes("it.conv(".repeat(90) + "1" + ")".repeat(90), Code.BB0135);
    assertCodes("conv(kernel_size: ".repeat(90) + "1" + ")".repeat(90), Code.BB0204);
    assertCodes("f(x)" + "(y)".repeat(20_000), Code.BB0121);
    String nested = NET.formatted(lines(10_000, i -> " ".repeat(i % 90) + "if a:"));
    assertTrue(codes(Map.of("net.bb", nested)).contains(Code.BB0132));
  }

  @Test
  void manyDeclarations() {
    String network = "network N0 { input x: [4]; relu }\n";
    assertEquals(
        Set.of(Code.BB0408),
        codes(
            Map.of("net.bb", network + lines(9000, i -> "network N%d = N%d".formatted(i + 1, i)))));
    assertEquals(
        Set.of(Code.BB0401),
        codes(
            Map.of(
                "net.bb",
                "block B { repeat 30000 { } }\n"
                    + lines(500, i -> "network N%d { input x: [4]; B }".formatted(i)))));
    assertEquals(
        Set.of(Code.BB0348),
        codes(Map.of("net.bb", "network N { input x: [%s1] }".formatted("1, ".repeat(20_000)))));
    assertEquals(Set.of(Code.BB0208), codes(Map.of("net.bb", lines(20_000, _ -> "let a = 1"))));
  }

  @ParameterizedTest
  @CsvSource({"(, 0, )", "[, 0, ]", "-, 1,", "'not ', true,", "'2 ** ', 2,"})
  void deepNestingIsRefused(String open, String middle, String close) {
    String deep = open.repeat(50_000) + middle + (close == null ? "" : close.repeat(50_000));
    Set<Code> codes = codes(Map.of("net.bb", NET.formatted("let x = " + deep)));
    assertEquals(1, codes.size(), codes::toString);
    assertEquals("01", codes.iterator().next().name().substring(2, 4));
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "100"})
  void importsInACircle(int files) {
    assertEquals(Set.of(Code.BB0214), codes(chain(files, "net.bb")));
  }

  @Test
  void importsOfImports() {
    assertEquals(Set.of(), codes(chain(Modules.MAX_FILES, "end.bb")));
    assertEquals(Set.of(Code.BB0409), codes(chain(5000, "end.bb")));
  }

  /** Each file imports the next, and the last one {@code end}. */
  private static Map<String, String> chain(int files, String end) {
    Map<String, String> sources =
        IntStream.range(0, files)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> i == 0 ? "net.bb" : i + ".bb",
                    i -> "import \"%s\"\n".formatted(i + 1 == files ? end : (i + 1) + ".bb")));
    sources.putIfAbsent("end.bb", "");
    return sources;
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static void assertCodes(String body, Code... codes) {
    assertEquals(Set.of(codes), codes(Map.of("net.bb", NET.formatted(body))));
  }

  private static Set<Code> codes(Map<String, String> sources) {
    SourceLoader loader =
        (_, path) -> Optional.ofNullable(sources.get(path)).map(t -> new SourceFile(path, t));
    return SourceTarget.run(sources.get("net.bb"), Integer.MAX_VALUE, loader).stream()
        .filter(found -> found.severity() != Severity.WARNING)
        .map(Diagnostic::code)
        .collect(Collectors.toSet());
  }
}
