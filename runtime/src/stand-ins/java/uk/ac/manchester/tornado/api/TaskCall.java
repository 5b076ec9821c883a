package uk.ac.manchester.tornado.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.common.TornadoFunctions;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A task: code, and what it is called with.
 *
 * @param code one of the interfaces in {@code TornadoFunctions}
 */
record TaskCall(String id, Object code, List<Object> arguments) {
  /** What can be passed to a task. */
  private static final List<Class<?>> ARGUMENTS =
      List.of(
          TornadoNativeArray.class,
          KernelContext.class,
          Integer.class,
          Long.class,
          Float.class,
          Boolean.class);

  TaskCall {
    boolean library = method(code).getReturnType() == LibraryTaskDescriptor.class;
    arguments.forEach(argument -> check(id, library, argument));
    arguments = List.copyOf(arguments);
  }

  /** The arrays among the arguments, each of them once. */
  Set<TornadoNativeArray> arrays() {
    Set<TornadoNativeArray> arrays = new LinkedHashSet<>();
    for (Object argument : arguments) {
      if (argument instanceof TornadoNativeArray array) {
        arrays.add(array);
      }
    }
    return arrays;
  }

  boolean hasContext() {
    return arguments.stream().anyMatch(KernelContext.class::isInstance);
  }

  boolean isLibraryTask() {
    return method(code).getReturnType() == LibraryTaskDescriptor.class;
  }

  /** Calls the code as it is. */
  void run() {
    if (call(arguments) instanceof Runnable library) {
      library.run();
    }
  }

  /** Calls the code for a work-item. */
  void run(KernelContext context) {
    List<Object> actual = new ArrayList<>(arguments);
    actual.replaceAll(argument -> argument instanceof KernelContext ? context : argument);
    call(actual);
  }

  private Object call(List<Object> actual) {
    try {
      return method(code).invoke(code, actual.toArray());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static Method method(Object code) {
    return Arrays.stream(code.getClass().getInterfaces())
        .filter(type -> type.getDeclaringClass() == TornadoFunctions.class)
        .map(type -> type.getMethods()[0])
        .findAny()
        .orElseThrow();
  }

  private static void check(String id, boolean library, Object argument) {
    if (argument == null) {
      throw new TornadoRuntimeException("task `" + id + "` has an argument of null");
    }
    if (argument instanceof Boolean && !library) {
      throw new TornadoBailoutRuntimeException(
          "task `" + id + "` has a boolean argument, which no kernel in OpenCL can have");
    }
    if (ARGUMENTS.stream().noneMatch(type -> type.isInstance(argument))) {
      throw new TornadoRuntimeException(
          "task `%s` has an argument of type `%s`"
              .formatted(id, argument.getClass().getSimpleName()));
    }
  }
}
