package bb.backend;

import bb.backend.source.UserText;
import bb.graph.Graph;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * The Java package in which a network's classes lie. Everything a compiled jar holds lies in it or
 * below it, so that two jars never hold the same class: see {@code docs/adr/0014-closed-jars.md}.
 *
 * @param name {@code com.acme.vision}
 */
public record JavaPackage(String name) {
  /** Holds the packages of networks for which none was chosen. */
  private static final String ROOT = "bb.models.";

  /** Class files and jars have room for names of 65,535 bytes; nobody needs that. */
  private static final int MAX_LENGTH = 200;

  /** Java has more letters, some of which nobody sees. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Where the runtime and its libraries lie before they are moved below a model's package, and what
   * would be taken for it: a descriptor puts an {@code L} before a class's name.
   */
  private static final Pattern TAKEN =
      Pattern.compile("bb|(.*L)?(bb\\.runtime|picocli|com\\.grack\\.nanojson)(\\..*)?");

  public JavaPackage {
    fault(name)
        .ifPresent(why -> {
          throw new IllegalArgumentException(name + ": " + why);
        });
  }

  /** The package of a network for which none was chosen. */
  public static JavaPackage of(Graph graph) {
    return ofNetwork(UserText.name(graph).className().toString());
  }

  /** The package of a network's class for which none was chosen: {@code bb.models.resnet50}. */
  public static JavaPackage ofNetwork(String network) {
    String whole = network.toLowerCase(Locale.ROOT);
    String name = whole.substring(0, Math.min(whole.length(), MAX_LENGTH / 2));
    return new JavaPackage(ROOT + (SourceVersion.isName(name) ? name : name + "_"));
  }

  /** The package of a class, by its binary name. */
  public static JavaPackage ofClass(String name) {
    return new JavaPackage(name.substring(0, name.lastIndexOf('.')));
  }

  /** Why networks cannot lie in a package of that name, as a clause; empty if they can. */
  public static Optional<String> fault(String name) {
    if (name.length() > MAX_LENGTH) {
      return Optional.of(
          "it has %,d characters, more than %d".formatted(name.length(), MAX_LENGTH));
    }
    for (String part : name.split("\\.", -1)) {
      if (part.isEmpty()) {
        return Optional.of(
            name.isEmpty() ? "it is empty" : "there is nothing before, after or between two dots");
      }
      if (!WORD.matcher(part).matches()) {
        return Optional.of(
            "`%s` is not a letter or `_` and then letters, digits and `_`".formatted(part));
      }
      if (SourceVersion.isKeyword(part)) {
        return Optional.of("`%s` is a word of Java's own".formatted(part));
      }
    }
    if (name.equals("java") || name.startsWith("java.")) {
      return Optional.of("Java keeps `java` and all below it to itself");
    }
    return TAKEN.matcher(name).matches()
        ? Optional.of("bb's runtime and its libraries have packages of that name")
        : Optional.empty();
  }

  /** {@code com/acme/vision/}. */
  public String folder() {
    return name.replace('.', '/') + "/";
  }

  @Override
  public String toString() {
    return name;
  }
}
