package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of input files: known by their first bytes, else by the file name's extension. */
enum InputFormat {
  PNG("\211PNG", "png"),
  JPEG("\377\330\377", "jpg", "jpeg"),
  WEBP("RIFF????WEBP", "webp"),
  NPY("\223NUMPY", "npy"),
  JSON("", "json");

  private static final char ANY = '?';

  private final String magic;
  private final List<String> extensions;

  InputFormat(String magic, String... extensions) {
    this.magic = magic;
    this.extensions = List.of(extensions);
  }

  /**
   * The format of a file.
   *
   * @throws UserError if it is none of these
   */
  static InputFormat of(byte[] bytes, String name) {
    return byContent(bytes).or(() -> byName(name)).orElseThrow(() -> unknown(name));
  }

  /** The format that a file begins as. */
  static Optional<InputFormat> byContent(byte[] bytes) {
    return Arrays.stream(values()).filter(format -> format.begins(bytes)).findFirst();
  }

  boolean isPicture() {
    return switch (this) {
      case PNG, JPEG, WEBP -> true;
      case NPY, JSON -> false;
    };
  }

  private boolean begins(byte[] bytes) {
    if (magic.isEmpty() || bytes.length < magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if (magic.charAt(i) != ANY && (bytes[i] & 0xFF) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<InputFormat> byName(String name) {
    String extension = extension(name);
    return Arrays.stream(values())
        .filter(format -> format.extensions.contains(extension))
        .findFirst();
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static UserError unknown(String name) {
    List<String> known = Arrays.stream(values()).flatMap(f -> f.extensions.stream()).toList();
    UserError error =
        new UserError(ErrorCode.BB0615, "the format of `" + name + "` is not known")
            .note("inputs can be PNG, JPEG, `.npy` and `.json` files, or `synthetic`");
    Optional<String> near =
        name.contains(".") ? Nearest.to(extension(name), known) : Optional.empty();
    return near.map(meant -> error.help("did you mean a `." + meant + "` file?")).orElse(error);
  }
}
