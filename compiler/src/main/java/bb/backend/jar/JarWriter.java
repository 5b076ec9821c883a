package bb.backend.jar;

import bb.runtime.cpu.EmbeddedWeights;
import bb.runtime.io.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar that needs nothing but a Java virtual machine: the model, the runtime and its two
 * libraries, and the weights if they are given. The same model gives the same bytes.
 */
public final class JarWriter {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String MODEL = "META-INF/bb-model";

  /** The same for all entries, and in local time, so that no time zone enters. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private JarWriter() {}

  /** Writes the jar; its owner decides where. */
  public static void write(OutputStream out, CompiledModel model, Optional<Safetensors> weights)
      throws IOException {
    CRC32 checksum = new CRC32();
    if (weights.isPresent()) {
      weights.get().copyTo(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum));
    }
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      put(zip, MANIFEST, manifest());
      for (Map.Entry<String, byte[]> file : files(model).entrySet()) {
        put(zip, file.getKey(), file.getValue());
      }
      put(zip, Descriptor.FILE, Descriptor.of(model, checksum.getValue()));
      if (weights.isPresent()) {
        store(zip, weights.get(), checksum.getValue());
      }
    }
  }

  private static SortedMap<String, byte[]> files(CompiledModel model) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>(RuntimeClasses.files());
    String names = model.name() + "\n" + model.device().map(device -> device + "\n").orElse("");
    files.put(MODEL, names.getBytes(StandardCharsets.UTF_8));
    model.classes().forEach((name, bytes) -> files.put(name.replace('.', '/') + ".class", bytes));
    return files;
  }

  private static byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "bb.runtime.cli.Launch");
    // lets the runtime load the vector module: see bb.runtime.VectorModule
    main.put(new Attributes.Name("Add-Exports"), "java.base/jdk.internal.module");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = entry(name);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Weights do not shrink; stored, they can be read without unpacking. */
  private static void store(ZipOutputStream zip, Safetensors weights, long checksum)
      throws IOException {
    ZipEntry entry = entry(EmbeddedWeights.NAME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(weights.size());
    entry.setCompressedSize(weights.size());
    entry.setCrc(checksum);
    zip.putNextEntry(entry);
    weights.copyTo(zip);
    zip.closeEntry();
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }
}
