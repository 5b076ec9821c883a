package bb.backend.jar;

import bb.runtime.Version;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * A jar of a model's own classes alone, for programs that have the artifact {@code bb-runtime}: all
 * their models share its types. It has no command line.
 */
record Thin(CompiledModel model) implements Packing {
  @Override
  public Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(new Attributes.Name("BB-Runtime-Version"), Version.TEXT);
    return manifest;
  }

  @Override
  public SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    model.classes().forEach((name, bytes) -> files.put(name.replace('.', '/') + ".class", bytes));
    return files;
  }

  @Override
  public Interface asModule() {
    return new Interface(List.of(), List.of("bb.runtime"), List.of(model.home().name()), "");
  }
}
