package bb.runtime.cli;

import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.WeightSource;
import bb.runtime.cpu.EmbeddedWeights;
import bb.runtime.io.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The network that lies in the same jar: resource {@value #NAME} holds the name of its class, which
 * has {@code static ModelInfo INFO} and {@code static Model load(WeightSource)}, and resource
 * {@value EmbeddedWeights#NAME}, where there is one, its weights.
 */
final class EmbeddedModel {
  static final String NAME = "META-INF/bb-model";
  private final ClassLoader loader;
  private final Class<?> type;

  private EmbeddedModel(ClassLoader loader, Class<?> type) {
    this.loader = loader;
    this.type = type;
  }

  static EmbeddedModel find(ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + NAME + " in the jar");
      }
      String name = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return new EmbeddedModel(loader, Class.forName(name, true, loader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    try {
      return (Model) type.getMethod("load", WeightSource.class).invoke(null, weights);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(type + " could not be loaded", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a compiled model", e);
    }
  }

  Optional<Supplier<WeightSource>> weights() {
    return loader.getResource(EmbeddedWeights.NAME) == null
        ? Optional.empty()
        : Optional.of(this::readWeights);
  }

  private WeightSource readWeights() {
    try (InputStream in = loader.getResourceAsStream(EmbeddedWeights.NAME)) {
      return Safetensors.read(in, EmbeddedWeights.NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
