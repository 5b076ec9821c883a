package bb.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import bb.review.Fact.Kind;
import bb.review.LockFile.Reading;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock is read as it was written, and anything else is refused with its line. */
final class LockFileTest {
  /** Labels hold what can be printed. */
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .withChars('é', 'ω')
        .ofMinLength(1)
        .ofMaxLength(12)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> String.join(" ", parts));
  }

  @Property(tries = 200)
  void isReadAsItWasWritten(@ForAll("names") String tensor, @ForAll("names") String file) {
    String rule = "[%s -> \"\"]".formatted(JsonWriter.string(tensor + "\n\""));
    List<Fact> facts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      facts.add(
          switch (kind) {
            case STRUCTURE -> new Fact(kind, "0a1b", "");
            case PARAMS, BUFFERS, MACS, PEAK_BYTES -> new Fact(kind, "123456789012", "");
            case FIELD -> new Fact(kind, "7x1, stride 0.5x1, from -3x0", tensor);
            case LOCAL_FIELD -> new Fact(kind, "allx483", "");
            case INPUT, OUTPUT, PARAM, BUFFER -> new Fact(kind, "float32 [3, 4]", tensor);
            case LABELS -> new Fact(kind, "0a1b", tensor);
            case PREPROCESS ->
                new Fact(kind, "letterbox 3 bgr scale 255.0 mean [0.5] std [1.0] bilinear", tensor);
            case CHECKPOINT -> new Fact(kind, rule, "rename");
          });
    }
    List<Facts> networks =
        List.of(new Facts("A", file, facts), new Facts("B", file, List.of(facts.getFirst())));
    assertEquals(new Reading.Lock(networks), LockFile.read(LockFile.print(networks)));
  }

  @Property(tries = 300)
  void anyTextIsReadOrRefused(@ForAll String text) {
    LockFile.read(text);
    LockFile.read("bb-lock 2\nnetwork A of a.bb\n  " + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bb-lock 2\nwhat",
        "bb-lock 2\nnetwork A",
        "bb-lock 2\n  params 1",
        "bb-lock 2\nnetwork A of a.bb\n  params x",
        "bb-lock 2\nnetwork A of a.bb\n  param float32 [1]",
        "bb-lock 2\nnetwork A of a.bb\n  checkpoint [gamma] rename",
        "bb-lock 2\nnetwork A of a.bb\n  checkpoint [\"gamma\"] forget",
        "bb-lock 2\nnetwork A of a.bb\n  params 1\n  params 2",
        "bb-lock 2\nnetwork A of a.bb\n\nnetwork A of a.bb"
      })
  void whatIsEditedIsRefused(String text) {
    assertInstanceOf(Reading.Malformed.class, LockFile.read(text));
  }
}
