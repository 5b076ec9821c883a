package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** What kernels run on. Sizes are in bytes. */
public interface TornadoDevice {
  String getDeviceName();

  String getDescription();

  String getPlatformName();

  TornadoTargetDevice getPhysicalDevice();

  TornadoDeviceType getDeviceType();

  TornadoVMBackendType getTornadoVMBackend();

  /** What the driver says of the device, its extensions among other things. */
  Object getDeviceInfo();

  int getBackendIndex();

  long getMaxGlobalMemory();

  long getMaxAllocMemory();

  long getDeviceLocalMemorySize();

  long[] getDeviceMaxWorkgroupDimensions();
}
