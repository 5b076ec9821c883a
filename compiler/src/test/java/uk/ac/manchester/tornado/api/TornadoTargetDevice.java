package uk.ac.manchester.tornado.api;

/** What a driver says about a device. */
public interface TornadoTargetDevice {
  String getDeviceName();

  /** Several lines; OpenCL lists the device's extensions, one to a line. */
  String getDeviceInfo();
}
