package bb.runtime.tornado;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import bb.runtime.io.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The system properties by which a user steers what runs on TornadoVM. A setting that is misspelt
 * would else be one that was never made.
 */
public final class Settings {
  private static final String PREFIX = "bb.tornado.";
  private static final List<String> SWITCH = List.of("true", "false");

  /** What each may be; any text if there is nothing to choose from. */
  private static final Map<String, List<String>> KNOWN =
      new TreeMap<>(
          Map.of(
              "backend",
              TornadoVm.BACKENDS,
              "host.memory",
              List.of(),
              "style",
              List.of("parallel", "tiled"),
              "halves",
              SWITCH,
              "graphs",
              SWITCH,
              "tf32",
              SWITCH,
              "libraries",
              List.of("measure", "off", "product", "convolution", "fused", "attention"),
              "tuning",
              List.of()));

  private static final List<String> SIZES = List.of(Budget.PROPERTY, Budget.HOST_PROPERTY);

  private Settings() {}

  /**
   * Checks those of this process.
   *
   * @throws UserError if one is not known, or cannot have its value
   */
  static void check() {
    check(System.getProperties());
  }

  static void check(Properties properties) {
    for (String property : properties.stringPropertyNames().stream().sorted().toList()) {
      String value = properties.getProperty(property);
      if (property.startsWith(PREFIX)) {
        check(property.substring(PREFIX.length()), value);
      }
      if (SIZES.contains(property) && !Budget.isSize(value)) {
        throw new UserError(ErrorCode.BB0638, "`%s` is no size of memory".formatted(value))
            .note("`-D%s` is a number of bytes, or one with a unit: KB, MB, GB".formatted(property))
            .help("write, for instance, `-D%s=6GB`".formatted(property));
      }
    }
  }

  private static void check(String name, String value) {
    List<String> values = KNOWN.get(name);
    if (values == null) {
      throw wrong(
          "there is no setting `%s%s`".formatted(PREFIX, name), name, KNOWN.keySet(), PREFIX);
    }
    if (!values.isEmpty() && !values.contains(value)) {
      String setting = PREFIX + name;
      throw wrong("`%s` cannot be `%s`".formatted(setting, value), value, values, setting + "=");
    }
  }

  private static UserError wrong(
      String message, String word, Collection<String> known, String before) {
    UserError error =
        new UserError(ErrorCode.BB0638, message).note("there are: " + String.join(", ", known));
    return Nearest.to(word, known)
        .map(nearest -> error.help("did you mean `-D%s%s`?".formatted(before, nearest)))
        .orElse(error);
  }
}
