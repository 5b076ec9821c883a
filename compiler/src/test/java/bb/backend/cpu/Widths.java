package bb.backend.cpu;

import bb.backend.jar.CompiledModel;
import bb.runtime.Model;
import bb.runtime.WeightSource;
import bb.runtime.cpu.Lanes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Models with vectors of every length that this machine has, in one process. The length is a
 * constant of the engine's classes, so there is a copy of them for each.
 */
final class Widths {
  private static final List<Integer> BITS = List.of(128, 256, 512);

  private static final Map<Integer, Copy> COPIES = copies();

  private Widths() {}

  /** The lengths of vectors that there are here, in bits, ascending. */
  static List<Integer> all() {
    return List.copyOf(COPIES.keySet());
  }

  /** A model whose vectors have {@code bits}, one of {@link #all}. */
  static Model load(CompiledModel compiled, int bits, WeightSource weights) {
    try {
      Class<?> type = Class.forName(compiled.name(), true, new Child(COPIES.get(bits), compiled));
      return (Model) type.getMethod("load", WeightSource.class).invoke(null, weights);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<Integer, Copy> copies() {
    Map<Integer, Copy> copies = new TreeMap<>();
    for (int bits : BITS) {
      Copy copy = new Copy();
      if (copy.has(bits)) {
        copies.put(bits, copy);
      }
    }
    return copies;
  }

  /** The engine's classes; all others are those of this process. */
  private static final class Copy extends ClassLoader {
    private static final String ENGINE = Lanes.class.getPackageName() + ".";

    Copy() {
      super(Lanes.class.getClassLoader());
    }

    /** Whether there are vectors so long; these classes then have no others. */
    boolean has(int bits) {
      System.setProperty(Lanes.BITS, String.valueOf(bits));
      try {
        Class<?> lanes = loadClass(Lanes.class.getName());
        return (boolean) lanes.getMethod("available").invoke(null);
      } catch (InvocationTargetException e) {
        return false;
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      } finally {
        System.clearProperty(Lanes.BITS);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        return name.startsWith(ENGINE) ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A model's classes. */
  private static final class Child extends ClassLoader {
    private final CompiledModel model;

    Child(Copy engine, CompiledModel model) {
      super(engine);
      this.model = model;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = model.classes().get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
