package bb.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.review.Matching.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Elements that belong together are equal and in the order of both lists. */
final class MatchingTest {
  private static List<String> texts(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }

  @Property(tries = 300)
  void pairsAreEqualAndInOrder(
      @ForAll @Size(max = 40) List<@IntRange(max = 12) Integer> old,
      @ForAll @Size(max = 40) List<@IntRange(max = 12) Integer> now) {
    int at = -1;
    int other = -1;
    for (Pair pair : Matching.of(texts(old), texts(now))) {
      assertEquals(old.get(pair.old()), now.get(pair.now()));
      assertEquals(true, pair.old() > at && pair.now() > other);
      at = pair.old();
      other = pair.now();
    }
  }

  /** Two thirds of a hundred thousand are others, which nobody waits for. */
  @Test
  void longListsTakeNoLonger() {
    List<String> old = texts(IntStream.range(0, 100_000).boxed().toList());
    List<String> now = new ArrayList<>(old.subList(20_000, 50_000));
    now.addAll(0, texts(IntStream.range(200_000, 250_000).boxed().toList()));
    now.addAll(texts(IntStream.range(300_000, 350_000).boxed().toList()));
    List<Pair> pairs = Matching.of(old, now);
    assertEquals(30_000, pairs.size());
    assertEquals(new Pair(20_000, 50_000), pairs.getFirst());
  }
}
