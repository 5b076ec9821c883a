package bb.backend.tornado;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the classes that hold a network's kernels. */
final class KernelSource {
  private static final ClassName CONTEXT =
      ClassName.get("uk.ac.manchester.tornado.api", "KernelContext");

  private final Precision precision;

  KernelSource(Precision precision) {
    this.precision = precision;
  }

  /** Loops that are also plain Java. */
  TypeSpec parallel(ClassName name, MethodTable methods) {
    TypeSpec.Builder type =
        type(name, "Kernels as parallel loops, for any device; they are sequential Java, too.\n");
    return type.addMethods(loops(methods)).build();
  }

  /** A method of parallel loops for each kernel. */
  List<MethodSpec> loops(MethodTable methods) {
    return methods.names().entrySet().stream()
        .map(kernel ->
            signature(kernel.getValue(), kernel.getKey().params(), false)
                .addCode(kernel.getKey().parallel())
                .build())
        .toList();
  }

  /** Work-groups. */
  TypeSpec tiled(ClassName name, TiledMethods methods) {
    TypeSpec.Builder type = type(name, "Kernels in work-groups, for GPUs.\n");
    for (SharedMethod shared : methods.methods()) {
      MethodSpec.Builder method = signature(shared.name(), shared.params(), true);
      shared.sizeNames().forEach(size -> method.addParameter(TypeName.INT, size));
      type.addMethod(method.addCode("$L", shared.body()).build());
    }
    return type.build();
  }

  private static TypeSpec.Builder type(ClassName name, String javadoc) {
    return TypeSpec.classBuilder(name)
        .addModifiers(Modifier.FINAL)
        .addJavadoc("$L", javadoc)
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
  }

  private MethodSpec.Builder signature(String name, List<Param> params, boolean context) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.STATIC);
    if (context) {
      method.addParameter(CONTEXT, "context");
    }
    for (Param param : params) {
      method.addParameter(DeviceSource.array(precision, param.exact()), param.name());
    }
    return method.addParameter(TypeName.INT, "n");
  }
}
