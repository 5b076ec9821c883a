package bb.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes what bbc reports of each file, into the folder of the site. */
@Mojo(name = "report", defaultPhase = LifecyclePhase.PRE_SITE, threadSafe = true)
public final class ReportMojo extends BbMojo {
  /** The formats, as {@code bbc report --format} has them. */
  @Parameter(property = "bb.formats", defaultValue = "markdown,html")
  private List<String> formats;

  /** Where the reports go. */
  @Parameter(property = "bb.reports", defaultValue = "${project.build.directory}/site/bb")
  private File reports;

  @Override
  void execute(List<Path> files) throws MojoExecutionException, MojoFailureException {
    Bbc bbc = bbc();
    for (Path file : files) {
      for (String format : formats) {
        Bbc.Result result =
            bbc.run(
                new ArrayList<>(
                    List.of("report", "--format", format, "--diagnostics", "json", "" + file)));
        finish(result, result.err());
        write(target(file, format), result.out());
      }
    }
  }

  private Path target(Path file, String format) {
    String ending = format.equals("markdown") ? "md" : format.equals("table") ? "txt" : format;
    String name = sources().relativize(file).toString().replaceFirst("\\.bb$", "");
    return reports.toPath().resolve(name + "." + ending);
  }

  private void write(Path target, List<String> lines) throws MojoExecutionException {
    try {
      Files.createDirectories(target.getParent());
      Files.write(target, lines);
      getLog().info("wrote " + target);
    } catch (IOException e) {
      throw new MojoExecutionException(target + " cannot be written", e);
    }
  }
}
