package bb.backend.jar;

import bb.runtime.cpu.EmbeddedWeights;
import bb.runtime.io.Narrowing;
import bb.runtime.io.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar: the model, and the weights if they are given, with the runtime and its two
 * libraries or without. The same model gives the same bytes.
 */
public final class JarWriter {
  /** The same for all entries, and in local time, so that no time zone enters. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private JarWriter() {}

  /**
   * Weights that go into the jar.
   *
   * @param names what each tensor of the network is called in the file
   * @param architecture the checksum of the network that they are weights of
   * @param narrowing the type of their numbers
   */
  public record Embedded(
      TensorFile file, Map<String, String> names, String architecture, Narrowing narrowing) {
    /** Numbers as they are. */
    public Embedded(TensorFile file, Map<String, String> names, String architecture) {
      this(file, names, architecture, Narrowing.NONE);
    }

    private void writeTo(OutputStream out) throws IOException {
      file.copyTo(out, names, Map.of(EmbeddedWeights.ARCHITECTURE, architecture), narrowing);
    }
  }

  /** Writes the jar that needs nothing but Java; its owner decides where. */
  public static void write(OutputStream out, CompiledModel model, Optional<Embedded> weights)
      throws IOException {
    CompiledModel marked = model.nullMarked();
    write(out, marked, new SelfContained(marked), weights);
  }

  /** Writes the jar of the model alone, for programs that have {@code bb-runtime}. */
  public static void writeThin(OutputStream out, CompiledModel model, Optional<Embedded> weights)
      throws IOException {
    CompiledModel marked = model.nullMarked();
    write(out, marked, new Thin(marked), weights);
  }

  private static void write(
      OutputStream out, CompiledModel model, Packing jar, Optional<Embedded> weights)
      throws IOException {
    Size size = new Size();
    if (weights.isPresent()) {
      weights.get().writeTo(size);
    }
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      put(zip, JarFile.MANIFEST_NAME, bytes(jar.manifest()));
      for (Map.Entry<String, byte[]> file : jar.files().entrySet()) {
        put(zip, file.getKey(), file.getValue());
      }
      put(zip, Descriptor.FILE, Descriptor.of(model, jar, size.checksum.getValue()));
      if (weights.isPresent()) {
        zip.putNextEntry(stored(model, size));
        weights.get().writeTo(zip);
        zip.closeEntry();
      }
    }
  }

  private static byte[] bytes(Manifest manifest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(entry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Weights do not shrink; stored, they can be read without unpacking. */
  private static ZipEntry stored(CompiledModel model, Size size) {
    String network = model.name().substring(model.name().lastIndexOf('.') + 1);
    ZipEntry entry = entry(model.home().folder() + EmbeddedWeights.resource(network));
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size.bytes);
    entry.setCompressedSize(size.bytes);
    entry.setCrc(size.checksum.getValue());
    return entry;
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }

  /** What a jar has to say of stored bytes before they come. */
  private static final class Size extends OutputStream {
    private final CRC32 checksum = new CRC32();
    private long bytes;

    @Override
    public void write(int b) {
      checksum.update(b);
      bytes++;
    }

    @Override
    public void write(byte[] chunk, int from, int count) {
      checksum.update(chunk, from, count);
      bytes += count;
    }
  }
}
