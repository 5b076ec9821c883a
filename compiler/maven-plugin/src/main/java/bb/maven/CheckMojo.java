package bb.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Checks every network: shapes, names, and what it asserts of its parameters and its cost. */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends BbMojo {
  /** Warnings that are errors, by their names or codes; {@code warnings} is all of them. */
  @Parameter(property = "bb.deny")
  private List<String> deny = List.of();

  @Override
  void execute(List<Path> files) throws MojoExecutionException, MojoFailureException {
    List<String> words = new ArrayList<>(List.of("check", "--format", "json"));
    deny.forEach(warning -> words.add("--deny=" + warning));
    files.forEach(file -> words.add(file.toString()));
    Bbc.Result result = bbc().run(words);
    finish(result, result.out());
  }
}
