package bb.backend;

/**
 * A Java source file that the compiler wrote.
 *
 * @param path relative, with forward slashes: {@code bb/models/resnet50/ResNet50.java}
 */
public record GeneratedFile(String path, String text) {
  /** The name of the class in it: {@code bb.models.resnet50.ResNet50}. */
  public String className() {
    return path.substring(0, path.length() - ".java".length()).replace('/', '.');
  }
}
