package bb.runtime.cli;

import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.WeightSource;
import bb.runtime.io.Resource;
import bb.runtime.tornado.Device;
import bb.runtime.tornado.TornadoModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The network that lies in the same jar. Its class has {@code static ModelInfo INFO} and {@code
 * static Model load(WeightSource)}, and, where its weights lie beside it, {@code static
 * WeightSource weights()}. There may be a class that runs it with TornadoVM: that has {@code static
 * Device findDevice()} and {@code static TornadoModel load(WeightSource)}, and is not touched
 * before one of them is called.
 */
final class EmbeddedModel {
  /**
   * The resource beside this class that holds the name of the network's class, and on a second line
   * that of the one for TornadoVM.
   */
  static final String NAMES = "network.txt";

  private final ClassLoader loader;
  private final Class<?> type;
  private final Optional<String> deviceType;

  private EmbeddedModel(ClassLoader loader, Class<?> type, Optional<String> deviceType) {
    this.loader = loader;
    this.type = type;
    this.deviceType = deviceType;
  }

  /** The network in the jar that this class is in. */
  static EmbeddedModel find() {
    URL place = EmbeddedModel.class.getResource(NAMES);
    if (place == null) {
      throw new IllegalStateException("no resource " + NAMES + " in the jar");
    }
    try (InputStream in = Resource.open(place)) {
      String names = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return of(names.lines().toList(), EmbeddedModel.class.getClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The network of these classes.
   *
   * @param names of the network's class, and perhaps of the one for TornadoVM
   */
  static EmbeddedModel of(List<String> names, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(names.getFirst(), true, loader);
      return new EmbeddedModel(loader, type, names.stream().skip(1).findFirst());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the jar lacks its model's class", e);
    }
  }

  ModelInfo info() {
    try {
      return (ModelInfo) type.getField("INFO").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a compiled model", e);
    }
  }

  Model load(WeightSource weights) {
    return (Model) call(type, "load", weights);
  }

  /** Whether TornadoVM can run it. */
  boolean isForDevices() {
    return deviceType.isPresent();
  }

  /** What TornadoVM would run it on; throws whatever TornadoVM does. */
  Device findDevice() {
    return (Device) call(deviceClass(), "findDevice");
  }

  TornadoModel loadForDevice(WeightSource weights) {
    return (TornadoModel) call(deviceClass(), "load", weights);
  }

  private Class<?> deviceClass() {
    try {
      return Class.forName(deviceType.orElseThrow(), true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the jar lacks its model's class for devices", e);
    }
  }

  /** Calls a static method, which takes weights or nothing. */
  private static Object call(Class<?> type, String method, WeightSource... weights) {
    Class<?>[] types = weights.length == 0 ? new Class<?>[0] : new Class<?>[] {WeightSource.class};
    try {
      return type.getMethod(method, types).invoke(null, (Object[]) weights);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(type + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a compiled model", e);
    }
  }

  /** The weights that lie beside the class, if it was compiled with any. */
  Optional<Supplier<WeightSource>> weights() {
    return Arrays.stream(type.getMethods()).anyMatch(method -> method.getName().equals("weights"))
        ? Optional.of(() -> (WeightSource) call(type, "weights"))
        : Optional.empty();
  }
}
