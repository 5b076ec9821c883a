package uk.ac.manchester.tornado.api;

/** How long things took, in nanoseconds. Nothing is compiled here, and nothing is copied far. */
public final class TornadoProfilerResult {
  private final long time;

  TornadoProfilerResult(long time) {
    this.time = time;
  }

  public long getTotalTime() {
    return time;
  }

  public long getDeviceKernelTime() {
    return time;
  }

  public long getCompileTime() {
    return 0;
  }

  public long getTornadoCompilerTime() {
    return 0;
  }

  public long getDriverInstallTime() {
    return 0;
  }

  public long getDataTransfersTime() {
    return 0;
  }

  public String getProfileLog() {
    return "{}";
  }
}
