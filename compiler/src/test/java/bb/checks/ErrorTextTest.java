package bb.checks;

import bb.diagnostics.Code;
import bb.diagnostics.TextRenderer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a reader sees of every error: the failing example of its page gives the approved text. With
 * {@code -Dapprove=true} the approved files are rewritten, for review in the diff.
 */
final class ErrorTextTest {
  static java.util.stream.Stream<Code> codes() {
    return java.util.stream.Stream.of(Code.values())
        .filter(code -> !example(code).files().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theExampleGivesTheApprovedText(Code code) throws IOException {
    ApprovedError.check(code.page(), TextRenderer.render(example(code).diagnostics(code), false));
  }

  private static Example example(Code code) {
    try {
      String page = Files.readString(Repository.docs("errors").resolve(code.page() + ".md"));
      int begin = page.indexOf("## Example that fails");
      return Example.in(page.substring(begin, page.indexOf("## Fixed", begin)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
