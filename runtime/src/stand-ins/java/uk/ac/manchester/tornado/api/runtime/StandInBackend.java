package uk.ac.manchester.tornado.api.runtime;

import java.util.List;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** The devices of a kind. */
record StandInBackend(TornadoVMBackendType type, List<TornadoDevice> devices)
    implements TornadoBackend {
  @Override
  public TornadoVMBackendType getBackendType() {
    return type;
  }

  @Override
  public String getName() {
    return "stand-in for " + type;
  }

  @Override
  public int getNumDevices() {
    return devices.size();
  }

  @Override
  public TornadoDevice getDevice(int index) {
    return devices.get(index);
  }

  @Override
  public List<TornadoDevice> getAllDevices() {
    return devices;
  }

  @Override
  public TornadoDevice getDefaultDevice() {
    return devices.getFirst();
  }
}
