package bb.report.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.report.draw.Stretch.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Boxes grow without meeting each other. */
final class StretchTest {
  private static final double CLOSE = 1e-6;

  @Property(tries = 300)
  void everyNeedIsMetAndNothingIsShortened(@ForAll long seed) {
    Random random = new Random(seed);
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      double start = random.nextInt(900);
      double length = 1 + random.nextInt(99);
      needs.add(new Need(start, start + length, length * (random.nextInt(3) + 0.5)));
    }
    Stretch stretch = Stretch.of(1000, needs);
    for (Need need : needs) {
      double room = stretch.at(need.end()) - stretch.at(need.start());
      assertTrue(room >= Math.max(need.need(), need.end() - need.start()) - CLOSE);
    }
    double before = stretch.at(0);
    assertEquals(0, before, CLOSE);
    for (int place = 7; place <= 1000; place += 7) {
      double now = stretch.at(place);
      assertTrue(now - before >= 7 - CLOSE, () -> "shortened before a place");
      before = now;
    }
  }

  @Test
  void whatWasInTheMiddleStaysThere() {
    Stretch stretch = Stretch.of(100, List.of(new Need(20, 80, 200), new Need(40, 60, 100)));
    assertEquals(stretch.length() / 2, stretch.at(50), CLOSE);
    assertEquals(240, stretch.length(), CLOSE);
  }

  @Test
  void nothingGrowsByItself() {
    Stretch stretch = Stretch.of(100, List.of(new Need(20, 80, 60)));
    assertEquals(33, stretch.at(33), CLOSE);
    assertEquals(100, stretch.length(), CLOSE);
  }
}
