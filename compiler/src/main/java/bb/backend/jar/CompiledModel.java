package bb.backend.jar;

import bb.backend.JavaPackage;
import bb.runtime.Model;
import bb.runtime.WeightSource;
import java.lang.classfile.Annotation;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model's classes, not yet loaded.
 *
 * @param name the model's class: {@code bb.models.resnet50.ResNet50}
 * @param device the class that runs it with TornadoVM, beside the other, if any
 * @param classes the bytes of each class by its binary name
 */
public record CompiledModel(
    String name, Optional<String> device, SortedMap<String, byte[]> classes) {
  private static final ClassDesc NULL_MARKED = ClassDesc.of("org.jspecify.annotations.NullMarked");

  public CompiledModel {
    classes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(classes));
  }

  /** A model that only the processor can run. */
  public CompiledModel(String name, SortedMap<String, byte[]> classes) {
    this(name, Optional.empty(), classes);
  }

  /** The package of all its classes. */
  public JavaPackage home() {
    return JavaPackage.ofClass(name);
  }

  /**
   * The same, telling tools that nothing is null that the model takes or gives. Its source does not
   * say it, as that would not compile without JSpecify.
   */
  CompiledModel nullMarked() {
    ClassFile file = ClassFile.of();
    ClassTransform marking =
        ClassTransform.endHandler(
            type -> type.with(RuntimeVisibleAnnotationsAttribute.of(Annotation.of(NULL_MARKED))));
    SortedMap<String, byte[]> marked = new TreeMap<>(classes);
    marked.computeIfPresent(name, (_, bytes) -> file.transformClass(file.parse(bytes), marking));
    return new CompiledModel(name, device, marked);
  }

  /** Loads the classes into this process. */
  public Loaded load() {
    try {
      return new Loaded(Class.forName(name, true, new Loader(this)));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model's class in this process. */
  public static final class Loaded {
    private final Class<?> type;

    private Loaded(Class<?> type) {
      this.type = type;
    }

    /**
     * The model with its weights.
     *
     * @throws bb.runtime.UserError if they do not fit
     */
    public Model withWeights(WeightSource weights) {
      try {
        return (Model) type.getMethod("load", WeightSource.class).invoke(null, weights);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Loader extends ClassLoader {
    private final CompiledModel model;

    Loader(CompiledModel model) {
      super(Model.class.getClassLoader());
      this.model = model;
    }

    @Override
    protected Class<?> findClass(String className) throws ClassNotFoundException {
      byte[] bytes = model.classes().get(className);
      if (bytes == null) {
        throw new ClassNotFoundException(className);
      }
      return defineClass(className, bytes, 0, bytes.length);
    }
  }
}
