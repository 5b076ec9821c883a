package uk.ac.manchester.tornado.api.runtime;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A device that is this process, whatever it says. */
record StandInDevice(int backendIndex, TornadoVMBackendType backend, TornadoDeviceType type)
    implements TornadoDevice {
  private static final long MEMORY = 4L << 30;
  private static final long LOCAL_MEMORY = 48 << 10;
  private static final long MAX_ITEMS = 1024;

  @Override
  public String getDeviceName() {
    return "stand-in " + type;
  }

  @Override
  public String getDescription() {
    return "stand-in for a " + type + " of " + backend;
  }

  @Override
  public String getPlatformName() {
    return "stand-in for " + backend;
  }

  @Override
  public TornadoTargetDevice getPhysicalDevice() {
    return new Physical(getDeviceName(), "Extensions:\n\tcl_khr_fp16\n");
  }

  @Override
  public TornadoDeviceType getDeviceType() {
    return type;
  }

  @Override
  public TornadoVMBackendType getTornadoVMBackend() {
    return backend;
  }

  @Override
  public int getBackendIndex() {
    return backendIndex;
  }

  @Override
  public long getMaxGlobalMemory() {
    return MEMORY;
  }

  @Override
  public long getMaxAllocMemory() {
    return MEMORY;
  }

  @Override
  public long getDeviceLocalMemorySize() {
    return LOCAL_MEMORY;
  }

  @Override
  public long[] getDeviceMaxWorkgroupDimensions() {
    return new long[] {MAX_ITEMS, MAX_ITEMS, MAX_ITEMS};
  }

  private record Physical(String getDeviceName, String getDeviceInfo)
      implements TornadoTargetDevice {}
}
