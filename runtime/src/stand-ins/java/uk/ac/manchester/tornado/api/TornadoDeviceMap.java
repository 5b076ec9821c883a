package uk.ac.manchester.tornado.api;

import java.util.List;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** The backends there are, and their devices. */
public final class TornadoDeviceMap {
  public TornadoDeviceMap() {}

  public int getNumBackends() {
    return getAllBackends().size();
  }

  public List<TornadoBackend> getAllBackends() {
    TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
    return IntStream.range(0, runtime.getNumBackends()).mapToObj(runtime::getBackend).toList();
  }
}
