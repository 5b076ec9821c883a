import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a process takes after a collection, in megabytes, classes and threads. */
record Room(double heap, double resident, double metaspace, int classes, int threads) {
  private static final double MB = 1 << 20;

  static Room now() throws IOException {
    System.gc();
    double metaspace =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToDouble((MemoryPoolMXBean pool) -> pool.getUsage().getUsed() / MB)
            .sum();
    return new Room(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB,
        residentKilobytes() / 1024.0,
        metaspace,
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** As Linux says; 0 elsewhere. */
  private static long residentKilobytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  static String header(String first) {
    return String.format(
        "%12s %9s %9s %10s %8s %8s", first, "heap MB", "RSS MB", "metaspace", "classes", "threads");
  }

  String line(long done) {
    return String.format(
        Locale.ROOT,
        "%,12d %9.1f %9.1f %10.1f %8d %8d",
        done,
        heap,
        resident,
        metaspace,
        classes,
        threads);
  }
}
