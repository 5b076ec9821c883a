package bb.maven;

import com.grack.nanojson.JsonParserException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;

/** What all goals have: the sources, and a {@code bbc}. */
abstract class BbMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
  private List<Artifact> artifacts;

  @Inject private ToolchainManager toolchains;

  /** Where the {@code .bb} files are. */
  @Parameter(property = "bb.sources", defaultValue = "${project.basedir}/src/main/bb")
  private File sources;

  /**
   * The JDK 25 or newer that bbc runs on; else a toolchain, BBC_JAVA_HOME, JAVA_HOME or Maven's
   * own.
   */
  @Parameter(property = "bb.jdk")
  private File jdk;

  /** Leaves the goal out. */
  @Parameter(property = "bb.skip", defaultValue = "false")
  private boolean skip;

  final Path sources() {
    return sources.toPath();
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    List<Path> files = skip ? List.of() : files();
    if (files.isEmpty()) {
      getLog().info(skip ? "bb.skip leaves bb out" : "there are no .bb files in " + sources());
    } else {
      execute(files);
    }
  }

  /**
   * @param files at least one
   */
  abstract void execute(List<Path> files) throws MojoExecutionException, MojoFailureException;

  private List<Path> files() throws MojoExecutionException {
    if (!sources.isDirectory()) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(sources())) {
      return all.filter(file -> file.toString().endsWith(".bb")).sorted().toList();
    } catch (IOException e) {
      throw new MojoExecutionException(sources + " cannot be read", e);
    }
  }

  Bbc bbc() throws MojoExecutionException {
    Path home =
        Jdk.find(Optional.ofNullable(jdk).map(File::toPath), toolchains, session, System.getenv());
    List<File> classPath = artifacts.stream().map(Artifact::getFile).toList();
    return new Bbc(home, classPath, project.getBasedir().toPath());
  }

  /** Passes on what bbc found. Fails if there is an error in it, or if bbc failed. */
  void finish(Bbc.Result result, List<String> printed)
      throws MojoExecutionException, MojoFailureException {
    List<String> others = new ArrayList<>(result.err());
    others.removeAll(printed);
    int errors = 0;
    for (String line : printed) {
      if (line.startsWith("{")) {
        Finding finding = finding(line);
        if (finding.isError()) {
          errors++;
          getLog().error(finding.text());
        } else {
          getLog().warn(finding.text());
        }
      } else {
        getLog().info(line);
      }
    }
    if (errors > 0) {
      throw new MojoFailureException(
          "bbc found " + (errors == 1 ? "a mistake" : errors + " mistakes") + " in .bb files");
    }
    if (result.exit() != 0) {
      throw new MojoExecutionException(
          "bbc ended with status " + result.exit() + ": " + String.join("\n", others));
    }
  }

  private static Finding finding(String line) throws MojoExecutionException {
    try {
      return Finding.of(line);
    } catch (JsonParserException e) {
      throw new MojoExecutionException("bbc printed what is no diagnostic: " + line, e);
    }
  }
}
