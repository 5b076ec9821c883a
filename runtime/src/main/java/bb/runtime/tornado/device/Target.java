package bb.runtime.tornado.device;

import bb.runtime.tornado.Device;
import bb.runtime.tornado.Releases;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.exceptions.TornadoBackendNotFound;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** The device that networks run on, and what it is capable of. */
public final class Target {
  /** The backend to take a device of: {@code opencl}, {@code cuda}. */
  private static final String BACKEND = "bb.tornado.backend";

  /** Overrides what the device's type would choose: {@code tiled} or {@code parallel}. */
  private static final String STYLE = "bb.tornado.style";

  /** Overrides whether the device is believed to have floats of 16 bits. */
  private static final String HALVES = "bb.tornado.halves";

  /** Whether drivers that can record the tasks of a graph do so and replay them: {@code true}. */
  private static final String GRAPHS = "bb.tornado.graphs";

  /** What a device lists if it has floats of 16 bits. */
  private static final String HALVES_EXTENSION = "cl_khr_fp16";

  private static final String LIBRARY = "uk.ac.manchester.tornado.cublas.CuBlas";

  private static final String UNKNOWN = "unknown";

  private Target() {}

  /** The first GPU of the default backend, else of any; the default device if there is none. */
  static TornadoDevice device() {
    List<TornadoDevice> devices = devices(System.getProperty(BACKEND, ""));
    for (TornadoDevice device : devices) {
      if (isGpu(device)) {
        return device;
      }
    }
    return devices.getFirst();
  }

  /** All devices, the default one first; or those of a backend. */
  private static List<TornadoDevice> devices(String backend) {
    TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
    List<TornadoDevice> devices = new ArrayList<>();
    if (backend.isEmpty()) {
      devices.add(runtime.getDefaultDevice());
    }
    for (int i = 0; i < runtime.getNumBackends(); i++) {
      if (backend.isEmpty() || runtime.getBackendType(i).name().equalsIgnoreCase(backend)) {
        devices.addAll(runtime.getBackend(i).getAllDevices());
      }
    }
    if (devices.isEmpty()) {
      throw new TornadoBackendNotFound("no device of the backend `" + backend + "`");
    }
    return devices;
  }

  private static boolean isGpu(TornadoDevice device) {
    return device.getDeviceType() == TornadoDeviceType.GPU;
  }

  public static Device describe() {
    TornadoDevice device = device();
    return new Device(
        backend(device).text(),
        device.getPhysicalDevice().getDeviceName(),
        isGpu(device),
        hasHalves(device),
        device.getMaxGlobalMemory());
  }

  private static Releases.Backend backend(TornadoDevice device) {
    return Releases.backend(device.getTornadoVMBackend().name());
  }

  private static boolean hasHalves(TornadoDevice device) {
    String extensions = String.valueOf(device.getDeviceInfo());
    boolean has = !backend(device).listsHalves() || extensions.contains(HALVES_EXTENSION);
    return Boolean.parseBoolean(System.getProperty(HALVES, String.valueOf(has)));
  }

  /** Whether tasks run as work-groups, where they can. */
  static boolean isTiled(TornadoDevice device) {
    String style = System.getProperty(STYLE, isGpu(device) ? "tiled" : "parallel");
    return style.equals("tiled");
  }

  /** Whether the driver can record the tasks of a graph and replay them in one call. */
  static boolean hasGraphs(TornadoDevice device) {
    return backend(device).recordsGraphs() && Boolean.getBoolean(GRAPHS);
  }

  /** Whether tasks of the libraries of CUDA can run, and may. */
  public static boolean hasLibraries() {
    String wanted = System.getProperty(Choices.PROPERTY, Choices.MEASURE);
    return backend(device()).libraries() && !wanted.equals(Choices.OFF) && isClass(LIBRARY);
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, Target.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The release of TornadoVM, if it says. */
  static String version() {
    ModuleDescriptor module = TaskGraph.class.getModule().getDescriptor();
    return module == null ? UNKNOWN : module.rawVersion().orElse(UNKNOWN);
  }
}
