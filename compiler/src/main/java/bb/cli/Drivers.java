package bb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The drivers that TornadoVM's backends need, where Linux keeps them. */
final class Drivers {
  private static final String CLIENT_DRIVERS = "etc/OpenCL/vendors";
  private static final String CUDA = "libcuda.so.1";
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final List<String> LIBRARIES =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "usr/lib/wsl/lib",
          "usr/local/cuda/compat");

  private Drivers() {}

  static List<Finding> findings(Host host) {
    return List.of(openCl(host), nvidia(host));
  }

  private static Finding openCl(Host host) {
    Path folder =
        host.variable("OCL_ICD_VENDORS").map(Path::of).orElse(host.system(CLIENT_DRIVERS));
    List<String> drivers = list(folder).filter(name -> name.endsWith(".icd")).toList();
    return drivers.isEmpty()
        ? Finding.missing(
            "OpenCL driver",
            "no .icd file in %s".formatted(folder),
            "install the one of your GPU's maker, or PoCL, which runs on the processor")
        : Finding.ok("OpenCL driver", "%s in %s".formatted(String.join(", ", drivers), folder));
  }

  private static Finding nvidia(Host host) {
    Optional<Path> library =
        Stream.concat(host.folders("LD_LIBRARY_PATH"), LIBRARIES.stream().map(host::system))
            .map(folder -> folder.resolve(CUDA))
            .filter(Files::exists)
            .findFirst();
    Optional<String> cards = host.program("nvidia-smi").flatMap(smi -> cards(host, smi));
    if (library.isEmpty()) {
      return Finding.missing(
          "NVIDIA driver",
          "no " + CUDA + cards.map(names -> ", though nvidia-smi lists " + names).orElse(""),
          "install NVIDIA's driver if there is a GPU of theirs; the backends ptx and cuda need it");
    }
    return Finding.ok("NVIDIA driver", library.get() + cards.map(names -> ", " + names).orElse(""));
  }

  private static Optional<String> cards(Host host, Path smi) {
    List<String> command =
        List.of(smi.toString(), "--query-gpu=name,driver_version", "--format=csv,noheader");
    Programs.Answer answer = host.programs().ask(command, host.home(), LIMIT);
    return answer.isGood()
        ? Optional.of(String.join("; ", answer.text().lines().map(String::strip).toList()))
        : Optional.empty();
  }

  private static Stream<String> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
