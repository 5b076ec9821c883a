import bb.models.digits.Digits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Says which digit a picture shows, and which shared libraries the process has opened for that. */
final class BbDigits {
  private BbDigits() {}

  // begin
  static final Digits DIGITS = Digits.load();

  static String read(Path picture) {
    return DIGITS.classify(picture).label();
  }

  // end

  public static void main(String[] arguments) throws IOException {
    System.out.println(read(Path.of(arguments[0])));
    Path maps = Path.of("/proc/self/maps");
    if (Files.exists(maps)) {
      try (Stream<String> lines = Files.lines(maps)) {
        lines
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .filter(file -> file.contains(".so"))
            .distinct()
            .forEach(System.out::println);
      }
    }
  }
}
