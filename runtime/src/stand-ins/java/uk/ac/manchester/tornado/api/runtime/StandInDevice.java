package uk.ac.manchester.tornado.api.runtime;

import java.util.Locale;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A device that is this process, whatever it says. */
record StandInDevice(
    int backendIndex, int index, TornadoVMBackendType backend, TornadoDeviceType type)
    implements TornadoDevice {
  private static final long MEMORY = 4L << 30;
  private static final long LOCAL_MEMORY = 48 << 10;
  private static final long MAX_ITEMS = 1024;
  private static final String LOCAL_MEMORY_PROPERTY = "standin.local.memory";
  private static final String MAX_ITEMS_PROPERTY = "standin.items";

  @Override
  public String getDeviceName() {
    return "%s-%d-%d".formatted(backend.name().toLowerCase(Locale.ROOT), backendIndex, index);
  }

  @Override
  public String getDescription() {
    return "stand-in " + type;
  }

  @Override
  public String getPlatformName() {
    return "stand-in for " + backend;
  }

  @Override
  public TornadoTargetDevice getPhysicalDevice() {
    return new Driver(getDescription(), getDeviceInfo().toString());
  }

  @Override
  public TornadoDeviceType getDeviceType() {
    return type;
  }

  @Override
  public TornadoVMBackendType getTornadoVMBackend() {
    return backend;
  }

  /** {@inheritDoc} Processors have no halves, as it is with PoCL. */
  @Override
  public Object getDeviceInfo() {
    return type == TornadoDeviceType.CPU ? "cl_khr_fp64" : "cl_khr_fp64 cl_khr_fp16";
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
    return Long.getLong(LOCAL_MEMORY_PROPERTY, LOCAL_MEMORY);
  }

  @Override
  public long[] getDeviceMaxWorkgroupDimensions() {
    long items = Long.getLong(MAX_ITEMS_PROPERTY, MAX_ITEMS);
    return new long[] {items, items, items};
  }

  /** What the driver says. */
  private record Driver(String getDeviceName, String getDeviceInfo)
      implements TornadoTargetDevice {}
}
