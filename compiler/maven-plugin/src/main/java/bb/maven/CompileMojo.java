package bb.maven;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Compiles networks: their classes and weights become part of the project's, their sources lie in
 * {@code generated-sources} to be read. The project depends on {@code bb-runtime}, which they call.
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true)
public final class CompileMojo extends BbMojo {
  /** What to compile; each file's only network if nothing is said. */
  @Parameter private List<Network> networks = List.of();

  /** Where the classes go. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  /** Where the generated sources go. */
  @Parameter(
      property = "bb.generated",
      defaultValue = "${project.build.directory}/generated-sources/bb")
  private File generated;

  /** Jars and stamps of what was compiled before. */
  @Parameter(defaultValue = "${project.build.directory}/bb", readonly = true)
  private File work;

  @Override
  void execute(List<Path> files) throws MojoExecutionException, MojoFailureException {
    Bbc bbc = bbc();
    for (Network network : networks.isEmpty() ? each(files) : networks) {
      compile(bbc, files, network);
    }
  }

  private List<Network> each(List<Path> files) {
    return files.stream()
        .map(file -> {
          Network network = new Network();
          network.file = sources().relativize(file).toString();
          return network;
        })
        .toList();
  }

  private void compile(Bbc bbc, List<Path> files, Network network)
      throws MojoExecutionException, MojoFailureException {
    if (network.file == null) {
      throw new MojoExecutionException("a <network> of bb-maven-plugin has no <file>");
    }
    List<String> words = words(network);
    String name = network.file + (network.network == null ? "" : "#" + network.network);
    String stem = name.replaceAll("[^A-Za-z0-9_-]+", "_");
    Path jar = work.toPath().resolve(stem + ".jar");
    Path stamp = work.toPath().resolve(stem + ".arguments");
    try {
      if (isFresh(jar, stamp, words, files, network)) {
        getLog().info(name + " is up to date");
      } else {
        Files.createDirectories(work.toPath());
        Files.deleteIfExists(stamp);
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("-o", jar.toString(), "--emit-sources", generated.toString()));
        Bbc.Result result = bbc.run(all);
        finish(result, result.err());
        Files.write(stamp, words);
        getLog().info("compiled " + name);
      }
      unpack(jar);
    } catch (IOException | UncheckedIOException e) {
      throw new MojoExecutionException(name + " cannot be compiled", e);
    }
  }

  private List<String> words(Network network) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "compile",
                "--thin",
                "--diagnostics",
                "json",
                "" + sources().resolve(network.file)));
    if (network.network != null) {
      words.add("--network=" + network.network);
    }
    if (network.home != null) {
      words.add("--package=" + network.home);
    }
    if (network.weights != null) {
      words.add("--weights=" + network.weights);
    }
    words.addAll(List.of(network.options));
    return words;
  }

  /**
   * Whether the jar was made of the same arguments, and of no newer file: imports are among all
   * files.
   */
  private static boolean isFresh(
      Path jar, Path stamp, List<String> words, List<Path> files, Network network)
      throws IOException {
    if (!Files.exists(jar) || !Files.exists(stamp) || !Files.readAllLines(stamp).equals(words)) {
      return false;
    }
    Stream<Path> weights = Stream.ofNullable(network.weights).map(file -> file.toPath());
    for (Path file : Stream.concat(files.stream(), weights).toList()) {
      if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(stamp)) > 0) {
        return false;
      }
    }
    return true;
  }

  private void unpack(Path jar) throws IOException {
    Path folder = classes.toPath();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && target.startsWith(folder) && !isOfTheJar(entry.getName())) {
          Files.createDirectories(target.getParent());
          Files.copy(file.getInputStream(entry), target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** What describes the jar, and would describe the project's in its place. */
  private static boolean isOfTheJar(String name) {
    return name.equals("META-INF/MANIFEST.MF")
        || name.equals("META-INF/LICENSE")
        || name.equals("module-info.class");
  }
}
