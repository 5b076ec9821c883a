package bb.report.draw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Style sheets and scripts, which are files of their own, and the colours of both themes. */
public final class Style {
  private static final Pattern COLOUR = Pattern.compile("var\\(([a-z-]+)\\)");

  private Style() {}

  /** A colour by day and by night. */
  private record Colour(String name, String light, String dark) {}

  /** A file beside these classes. */
  public static String resource(String name) {
    try (InputStream in = Style.class.getResourceAsStream("/bb/report/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How drawings look in a page, in which the theme may change. */
  static String live(String css) {
    return COLOUR.matcher(css).replaceAll("var(--$1)");
  }

  /** A page's style, in both themes. */
  public static String page(String css) {
    List<Colour> colours = colours();
    String light = all(colours, Colour::light);
    String dark = all(colours, Colour::dark);
    return ":root { color-scheme: light dark;\n%s}\n@media screen and (prefers-color-scheme: dark) { :root {\n%s} }\n%s%s"
        .formatted(light, dark, live(resource("figure.css")), live(css));
  }

  private static String all(List<Colour> colours, java.util.function.Function<Colour, String> of) {
    return colours.stream()
        .map(c -> "  --%s: %s;\n".formatted(c.name, of.apply(c)))
        .collect(Collectors.joining());
  }

  /** How a drawing looks by itself: programs that read SVG know no variables. */
  public static String figure() {
    List<Colour> colours = colours();
    return COLOUR
        .matcher(resource("figure.css"))
        .replaceAll(found -> Matcher.quoteReplacement(colour(colours, found.group(1))));
  }

  /** A colour by day. */
  static String colour(String name) {
    return colour(colours(), name);
  }

  private static String colour(List<Colour> colours, String name) {
    return colours.stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow().light;
  }

  private static List<Colour> colours() {
    return resource("colours.txt")
        .lines()
        .map(line -> line.split(" "))
        .map(parts -> new Colour(parts[0], parts[1], parts[2]))
        .toList();
  }
}
