package uk.ac.manchester.tornado.api.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoBackendNotFound;
import uk.ac.manchester.tornado.api.exceptions.TornadoDeviceNotFound;

/** The devices that a system property lists, such as {@code opencl:cpu,cuda:gpu}. */
record StandInRuntime(List<TornadoBackend> backends) implements TornadoRuntime {
  private static final String PROPERTY = "standin.devices";

  private static final String DEFAULT = "opencl:cpu";

  static StandInRuntime ofProperty() {
    String text = System.getProperty(PROPERTY, DEFAULT).toUpperCase(Locale.ROOT);
    Map<TornadoVMBackendType, List<TornadoDeviceType>> types = new LinkedHashMap<>();
    for (String device : text.isBlank() ? new String[0] : text.split(",")) {
      String[] parts = device.strip().split(":");
      types
          .computeIfAbsent(TornadoVMBackendType.valueOf(parts[0]), backend -> new ArrayList<>())
          .add(TornadoDeviceType.valueOf(parts[1]));
    }
    List<TornadoBackend> backends = new ArrayList<>();
    for (TornadoVMBackendType backend : types.keySet()) {
      List<TornadoDevice> devices = new ArrayList<>();
      for (TornadoDeviceType type : types.get(backend)) {
        devices.add(new StandInDevice(backends.size(), devices.size(), backend, type));
      }
      backends.add(new StandInBackend(backend, List.copyOf(devices)));
    }
    return new StandInRuntime(List.copyOf(backends));
  }

  @Override
  public int getNumBackends() {
    return backends.size();
  }

  @Override
  public TornadoBackend getBackend(int index) {
    if (index < 0 || index >= backends.size()) {
      throw new TornadoBackendNotFound("no backend has the number " + index);
    }
    return backends.get(index);
  }

  @Override
  public TornadoVMBackendType getBackendType(int index) {
    return getBackend(index).getBackendType();
  }

  @Override
  public TornadoDevice getDefaultDevice() {
    if (backends.isEmpty()) {
      throw new TornadoDeviceNotFound("there is no device");
    }
    return backends.getFirst().getDefaultDevice();
  }
}
