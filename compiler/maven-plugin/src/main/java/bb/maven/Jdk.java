package bb.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/** The JDK that {@code bbc} runs on: the first one that is new enough of those Maven knows of. */
final class Jdk {
  private static final int REQUIRED = 25;
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

  private Jdk() {}

  static Path find(
      Optional<Path> wanted,
      ToolchainManager toolchains,
      MavenSession session,
      Map<String, String> env)
      throws MojoExecutionException {
    if (wanted.isPresent()) {
      if (isNewEnough(wanted.get())) {
        return wanted.get();
      }
      throw new MojoExecutionException(
          wanted.get() + " is no JDK " + REQUIRED + " or newer: see <jdk> of bb-maven-plugin");
    }
    List<Path> places = new ArrayList<>();
    List<Toolchain> known = new ArrayList<>();
    Optional.ofNullable(toolchains.getToolchainFromBuildContext("jdk", session))
        .ifPresent(known::add);
    known.addAll(
        toolchains.getToolchains(session, "jdk", Map.of("version", "[" + REQUIRED + ",)")));
    known.forEach(chain ->
        Optional.ofNullable(chain.findTool("java"))
            .ifPresent(tool -> places.add(Path.of(tool).getParent().getParent())));
    for (String variable : List.of("BBC_JAVA_HOME", "JAVA_HOME")) {
      Optional.ofNullable(env.get(variable)).map(Path::of).ifPresent(places::add);
    }
    places.add(Path.of(System.getProperty("java.home")));
    return places.stream()
        .filter(Jdk::isNewEnough)
        .findFirst()
        .orElseThrow(() ->
            new MojoExecutionException(
                "bbc needs a JDK "
                    + REQUIRED
                    + " or newer, and Maven knows of none: these were looked at: "
                    + places
                    + ". Name one by <jdk> in the configuration of bb-maven-plugin, by BBC_JAVA_HOME, or"
                    + " by a toolchain, as maven-toolchains-plugin:select-jdk-toolchain finds it"));
  }

  static boolean isNewEnough(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() && Integer.parseInt(version.group(1)) >= REQUIRED;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
