package com.acme.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network in a thin jar of its own, as {@code bbc compile --thin} makes it, among the jars of a
 * program of Spring Boot: a jar in a jar.
 */
class NestedJarIT {
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String OWN = "BOOT-INF/classes/";
  private static final Path CLASSES = Path.of("target/classes");

  /** What the jar starts. */
  public static final class Reads {
    public static void main(String[] picture) {
      Digits digits = Digits.load();
      System.out.println(Digits.class.getResource("Digits.safetensors"));
      System.out.println(digits.classify(Path.of(picture[0])).label());
      System.out.println(digits.engine());
    }
  }

  @Test
  void classesAndWeightsLieInAJarInAJar(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("reads.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarFile service = new JarFile(System.getProperty("service.jar"))) {
      pack(out, service);
    }
    Process reads =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbb.require.vector=true",
                "-jar",
                jar.toString(),
                "../digits/seven.png")
            .redirectErrorStream(true)
            .start();
    String said = new String(reads.getInputStream().readAllBytes());
    assertThat(reads.waitFor()).as(said).isZero();
    assertThat(said.lines().toList())
        .satisfiesExactly(
            place -> assertThat(place).startsWith("jar:nested:").contains("/!BOOT-INF/lib/"),
            label -> assertThat(label).isEqualTo("seven"),
            engine -> assertThat(engine).contains("Vector API"));
  }

  /** The service's loader and libraries, this class, and the network in a jar of its own. */
  private static void pack(OutputStream out, JarFile service) throws IOException {
    Manifest manifest = service.getManifest();
    manifest.getMainAttributes().putValue("Start-Class", Reads.class.getName());
    manifest.getMainAttributes().remove(new Attributes.Name("Spring-Boot-Classpath-Index"));
    try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (JarEntry entry : service.stream().toList()) {
        String name = entry.getName();
        boolean wanted =
            name.startsWith("org/springframework/boot/loader/")
                || name.equals(OWN)
                || name.startsWith(LIBRARIES + "bb-runtime")
                || name.startsWith(LIBRARIES + "nanojson");
        if (wanted) {
          try (InputStream in = service.getInputStream(entry)) {
            store(jar, name, in.readAllBytes());
          }
        }
      }
      String reads = Reads.class.getName().replace('.', '/') + ".class";
      store(jar, OWN + reads, Files.readAllBytes(Path.of("target/test-classes", reads)));
      store(jar, LIBRARIES + "digits.jar", network());
    }
  }

  private static byte[] network() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        Stream<Path> files = Files.list(CLASSES.resolve("com/acme/digits"))) {
      for (Path file : files.filter(NestedJarIT::isOfTheNetwork).toList()) {
        store(
            jar, CLASSES.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isOfTheNetwork(Path file) {
    return file.getFileName().toString().matches("Digits(\\.|(Scalar|Vector)Kernels).*");
  }

  private static void store(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    entry.setMethod(JarEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }
}
