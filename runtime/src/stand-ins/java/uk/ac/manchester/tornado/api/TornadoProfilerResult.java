package uk.ac.manchester.tornado.api;

import java.util.List;
import java.util.function.ToLongFunction;

/** What the profiler has measured, in nanoseconds; zeros if there was none. */
public final class TornadoProfilerResult {
  private final List<Profile> profiles;

  TornadoProfilerResult(List<Profile> profiles) {
    this.profiles = profiles;
  }

  public long getTotalTime() {
    return sum(Profile::totalTime);
  }

  public long getDeviceKernelTime() {
    return sum(Profile::kernelTime);
  }

  public long getTornadoCompilerTime() {
    return sum(Profile::graalTime);
  }

  public long getDriverInstallTime() {
    return sum(Profile::driverTime);
  }

  public long getCompileTime() {
    return getTornadoCompilerTime() + getDriverInstallTime();
  }

  public String getProfileLog() {
    return String.join("", profiles.stream().map(Profile::log).toList());
  }

  private long sum(ToLongFunction<Profile> time) {
    return profiles.stream().mapToLong(time).sum();
  }
}
