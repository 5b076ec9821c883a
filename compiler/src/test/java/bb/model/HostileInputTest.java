package bb.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import bb.Compiler;
import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that ask for too much get an error of their own, soon. */
final class HostileInputTest {
  private static final String NET = "network Net {\n  input x: [4, 8, 8]\n  %s\n}\n";

  /** Classes load once, not within the first case's time. */
  @BeforeAll
  static void warmUp() {
    check(Map.of("net.bb", NET.formatted("repeat 100 { conv(4, 1) -> relu }")));
  }

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
        "let a = forever | BB0402",
      })
  void getsItsCode(String body, Code code) {
    String blocks =
        """
        block Loop { relu; Loop }
        block Ping { Pong }
        block Pong { Ping }
        let forever = forever
        """;
    assertEquals(Set.of(code), codes(Map.of("net.bb", blocks + NET.formatted(body))));
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
    Map<String, String> sources =
        java.util.stream.IntStream.range(0, files)
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> i == 0 ? "net.bb" : i + ".bb",
                    i -> "import \"%s\"\n".formatted(i + 1 == files ? "net.bb" : (i + 1) + ".bb")));
    assertEquals(Set.of(Code.BB0214), codes(sources));
  }

  private static Set<Code> codes(Map<String, String> sources) {
    return assertTimeoutPreemptively(Duration.ofSeconds(2), () -> check(sources));
  }

  private static Set<Code> check(Map<String, String> sources) {
    Problems problems = new Problems();
    SourceLoader loader =
        (_, path) -> Optional.ofNullable(sources.get(path)).map(t -> new SourceFile(path, t));
    Compiler.open(new SourceFile("net.bb", sources.get("net.bb")), loader, problems)
        .ifPresent(c -> c.networks().forEach(n -> c.graph(n.name())));
    return problems.sorted().stream().map(d -> d.code()).collect(Collectors.toSet());
  }
}
