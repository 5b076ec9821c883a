package bb.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.report.Pictured;
import bb.report.Reported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a report in a browser; without one on this machine, nothing is tested here. */
final class PageTest {
  private static final String SOURCE =
      """
      block Unit(width: int) {
        add {
          | { conv(width, 3, padding: 1); bn; relu; conv(width, 3, padding: 1); bn }
          | { identity }
        }
        relu
      }

      network Small {
        input image: [3, 16, 16]
        conv(8, 3, padding: 1)
        "stage": repeat 3 { Unit(8) }
        Unit(8)
        concat { | conv(4, 1) | { conv(4, 3, padding: 1); relu; conv(2, 1) } | max_pool(3, stride: 1, padding: 1) }
        global_avg_pool
        flatten
        head: linear(10)
      }

      network Other {
        input x: [4]
        linear(2)
      }
      """;

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program = Browser.installed();
    assumeTrue(program.isPresent(), "no Chromium on this machine: pages are not tested");
    browser = Browser.start(program.get(), folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    open(SOURCE);
  }

  private static void open(String source) throws IOException {
    Path page = folder.resolve("page.html");
    Files.writeString(page, ReportPage.render(Pictured.all(source), OptionalInt.of(1)));
    browser.open(page.toUri());
  }

  private static Object js(String expression) {
    return browser.evaluate(expression);
  }

  private static void click(String selector) {
    js(
        "document.querySelector('%s').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
            .formatted(selector));
  }

  private static void nothingIsWrong() {
    assertEquals(List.of(), browser.complaints());
  }

  /** The script and this program place boxes alike, so that nothing moves but what is opened. */
  @Test
  void thePlacesAreThoseOfTheProgram() {
    String places =
        """
        JSON.stringify([...document.querySelectorAll('#n0 .drawing [transform], #n0 .drawing .wire, #n0 .drawing .shape')]
          .filter(e => !e.closest('.closed > .body'))
          .map(e => (e.getAttribute('transform') || e.getAttribute('d') || e.getAttribute('x') + ' ' + e.getAttribute('y'))
            .replace(/[0-9.]+/g, x => Math.round(x))))\
        """;
    Object before = js(places);
    click("#n0 .group .heading");
    assertNotEquals(before, js(places));
    click("#n0 .group .heading");
    assertEquals(before, js(places));
    nothingIsWrong();
  }

  @Test
  void boxesOpenAndClose() {
    assertEquals(
        "2 ×3",
        js(
            "document.querySelectorAll('#n0 .group.closed').length + ' ' + document.querySelector('#n0 .times text').textContent"));
    Object small = js("document.querySelector('#n0-svg').getAttribute('height')");
    click("#n0 [data-do=\"open all\"]");
    assertEquals(0, js("document.querySelectorAll('#n0 .group.closed').length"));
    assertNotEquals(small, js("document.querySelector('#n0-svg').getAttribute('height')"));
    assertEquals(0, js("document.querySelectorAll('#n0 tr.hidden').length"));
    click("#n0 [data-do=\"close all\"]");
    assertEquals(0, js("document.querySelectorAll('#n0 .group.open').length"));
    click("#n0 .toggle");
    assertEquals(1, js("document.querySelectorAll('#n0 .group.open').length"));
    nothingIsWrong();
  }

  /** Open or closed, no box lies on another, and no text on a text. */
  @Test
  void nothingOverlaps() {
    String overlaps =
        """
        (() => {
          const found = [];
          const seen = e => !e.closest('.closed > .body');
          const hit = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
          for (const kind of ['.drawing .body', null]) {
            const sets = kind
              ? [...document.querySelectorAll('#n0 .body')].filter(seen).map(b => [...b.children].filter(c => c.matches('.stack, .group, .end')))
              : [[...document.querySelectorAll('#n0 .drawing text')].filter(seen)
                  .filter(t => t.getClientRects().length)];
            for (const set of sets) for (const a of set) for (const b of set) {
              if (a !== b && hit(a.getBoundingClientRect(), b.getBoundingClientRect())) found.push(a.textContent + ' / ' + b.textContent);
            }
          }
          return found.join('; ');
        })()\
        """;
    assertEquals("", js(overlaps));
    click("#n0 [data-do=\"open all\"]");
    assertEquals("", js(overlaps));
  }

  @Test
  void aBoxShowsItsLineAndALineItsBox() {
    click("#n0 .layer.weights");
    assertEquals(
        "conv(8, 3, padding: 1)", js("document.querySelector('#n0 li.chosen').textContent.trim()"));
    js("document.querySelector('#n0 [data-line=\"0:3\"]').click()");
    assertTrue((int) js("document.querySelectorAll('#n0 .layer.chosen').length") >= 4);
    assertEquals(
        true, js("document.querySelector('#n0 .layer.chosen').closest('.closed') === null"));
    nothingIsWrong();
  }

  @Test
  void theKeyboardIsEnough() {
    js("document.querySelector('#n0 [data-do=larger]').focus()");
    browser.press("Tab");
    assertEquals("treeitem", js("document.activeElement.getAttribute('role')"));
    browser.press("ArrowDown");
    Object open = js("document.activeElement.getAttribute('aria-expanded')");
    browser.press("Enter");
    assertNotEquals(open, js("document.activeElement.getAttribute('aria-expanded')"));
    assertEquals(1, js("document.querySelectorAll('#n0 li.chosen').length"));
    browser.press("Tab");
    assertEquals("option", js("document.activeElement.getAttribute('role')"));
    browser.press("ArrowDown");
    browser.press("Enter");
    assertTrue((int) js("document.querySelectorAll('#n0 .drawing .chosen').length") > 0);
    nothingIsWrong();
  }

  @Test
  void oneNetworkIsSeenAtATime() {
    assertEquals("none", js("getComputedStyle(document.querySelector('#n1')).display"));
    js("document.querySelector('#n0-tab').focus()");
    browser.press("ArrowRight");
    assertEquals("none", js("getComputedStyle(document.querySelector('#n0')).display"));
    assertEquals("true", js("document.querySelector('#n1-tab').getAttribute('aria-selected')"));
    nothingIsWrong();
  }

  /** Names and comments are text, whatever they say, and no other script would run. */
  @Test
  void hostileTextDoesNothing() throws IOException {
    String hostile =
        """
        ## </script><script>document.title = 'bad'</script><img src=x onerror="document.title = 'bad'">
        # --> ]]> &lt;b&gt; </code></style><svg onload="document.title = 'bad'">
        network Bad {
          input x: [4]
          "<img src=x onerror=document.title=1>": linear(2)
          "' onload='document.title=1": linear(2)
          "\\"><script>alert(1)</script>": linear(2)
        }
        """;
    open(hostile);
    assertEquals("Bad", js("document.title"));
    assertEquals(
        0, js("document.querySelectorAll('img, [onload], [onerror], section script').length"));
    assertEquals(1, js("document.scripts.length"));
    nothingIsWrong();
    js(
        "const s = document.createElement('script'); s.textContent = 'document.title = 2'; document.body.append(s)");
    assertEquals("Bad", js("document.title"));
  }

  /** Two versions beside each other, with what differs marked in both. */
  @Test
  void aComparisonMarksWhatDiffers() throws IOException {
    List<Reported> all = Pictured.all(SOURCE);
    Path page = folder.resolve("diff.html");
    Files.writeString(
        page,
        ComparisonPage.render(
            List.of(
                new ComparisonPage.Pair(
                    new ComparisonPage.Side("a <i>", all.getFirst(), Map.of(2, "weights")),
                    new ComparisonPage.Side("b", all.getFirst(), Map.of()),
                    List.of(new ComparisonPage.Difference("weights", "no load", "`<b>` is new")))),
            List.of("c <i> is new.")));
    browser.open(page.toUri());
    assertEquals("<b>", js("document.querySelector('.differences code').textContent"));
    assertEquals(1, js("document.querySelectorAll('#a .group.mark-weights').length"));
    assertEquals(0, js("document.querySelectorAll('#b .mark').length"));
    click("#b .group .heading");
    assertEquals(1, js("document.querySelectorAll('#b .group.closed').length"));
    assertEquals(0, js("document.querySelectorAll('#a .group.closed').length"));
    nothingIsWrong();
  }
}
