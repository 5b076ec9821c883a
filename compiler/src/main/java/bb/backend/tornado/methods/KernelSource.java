package bb.backend.tornado.methods;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Precision;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the classes that hold a network's kernels. */
public final class KernelSource {
  static final ClassName CONTEXT = ClassName.get("uk.ac.manchester.tornado.api", "KernelContext");

  private static final ClassName MATH = ClassName.get(Math.class);

  private final Precision precision;

  public KernelSource(Precision precision) {
    this.precision = precision;
  }

  /** Loops that are also plain Java. */
  public TypeSpec parallel(ClassName name, KernelMethods methods) {
    TypeSpec.Builder type =
        type(name, "Kernels as parallel loops, for any device; they are sequential Java, too.\n");
    return type.addMethods(loops(methods)).build();
  }

  /** The methods of parallel loops. */
  public List<MethodSpec> loops(KernelMethods methods) {
    return methods.loops().stream().map(shared -> method(shared, false)).toList();
  }

  /** Work-groups. */
  public TypeSpec tiled(ClassName name, KernelMethods methods) {
    TypeSpec.Builder type = type(name, "Kernels in work-groups, for GPUs.\n");
    methods.groups().forEach(shared -> type.addMethod(method(shared, true)));
    return type.build();
  }

  private MethodSpec method(SharedMethod shared, boolean context) {
    MethodSpec.Builder method = signature(shared.name(), shared.params(), context);
    shared.sizeNames().forEach(size -> method.addParameter(TypeName.INT, size));
    return method.addCode(Code.withImports(shared.body(), Code.PARALLEL, MATH)).build();
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
      method.addParameter(precision.array(param.exact()), param.name());
    }
    return method.addParameter(TypeName.INT, "n");
  }
}
