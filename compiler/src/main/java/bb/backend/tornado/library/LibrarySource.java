package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.DeviceTypes;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.Adders;
import bb.backend.tornado.methods.KernelMethods;
import bb.backend.tornado.methods.KernelSource;
import bb.backend.tornado.methods.Launchers;
import bb.backend.tornado.methods.SharedMethod;
import bb.backend.tornado.methods.SharedMethods;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.methods.TaskSource;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.lang.model.element.Modifier;

/**
 * Writes the class of the forms that the libraries of CUDA have of a network's kernels, for {@code
 * Choices} to choose from.
 */
public final class LibrarySource {
  /** Sizes that a method of a form takes. */
  private static final int MOST_SIZES = 30;

  /** Arrays between the tasks of a form; generated code has as many. */
  private static final int MOST_SCRATCH = 4;

  private final LibraryKernels kernels;
  private final TaskSource tasks;
  private final ClassName type;
  private final ClassName network;
  private final TypeName array;
  private final LibraryCode code;

  /** The methods of forms. */
  private final SharedMethods methods = new SharedMethods();

  private final Map<LibraryForm, Written> written = new HashMap<>();

  /** The tasks of a form, and the method that they are in. */
  private record Written(String tasks, SharedMethods.Use use) {}

  /**
   * @param network the class that adds the tasks of our own forms
   * @param type the class to write
   */
  public LibrarySource(
      LibraryKernels kernels, TaskSource tasks, ClassName network, ClassName type) {
    this.kernels = kernels;
    this.tasks = tasks;
    this.type = type;
    this.network = network;
    this.array = tasks.precision().array(false);
    List<DeviceKernel> own =
        kernels.all().stream()
            .flatMap(kernel -> kernels.forms(kernel).stream())
            .flatMap(form -> form.kernels().stream())
            .toList();
    this.code =
        new LibraryCode(
            KernelMethods.of(own, List.of()),
            Adders.none(type, tasks.precision()),
            tasks.precision());
    for (DeviceKernel kernel : kernels.all()) {
      for (LibraryForm form : kernels.forms(kernel)) {
        String text = Code.text(form.code(code));
        written.put(form, new Written(text, methods.add(form.name(), List.of(), text, MOST_SIZES)));
      }
    }
  }

  /** The class. */
  public ClassName name() {
    return type;
  }

  /** The most memory for one example that forms take between their tasks, in bytes. */
  public long scratchBytes() {
    long elements = 0;
    for (int number = 0; number < MOST_SCRATCH; number++) {
      int scratch = number;
      elements +=
          kernels.all().stream()
              .flatMap(kernel -> kernels.forms(kernel).stream())
              .filter(form -> form.scratch().size() > scratch)
              .mapToLong(form -> form.scratch().get(scratch))
              .max()
              .orElse(0);
    }
    return elements * tasks.precision().bytes();
  }

  public TypeSpec type() {
    TypeSpec.Builder spec =
        TypeSpec.classBuilder(type)
            .addModifiers(Modifier.FINAL)
            .addJavadoc("The forms of kernels that the libraries of CUDA have.\n")
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    List<MethodSpec> forms = forms();
    List<MethodSpec> announcing = announcing(forms);
    spec.addMethod(choose(announcing));
    announcing.forEach(spec::addMethod);
    forms.forEach(spec::addMethod);
    methods.all().forEach(form -> spec.addMethod(form(form)));
    new KernelSource(tasks.precision()).loops(code.methods()).forEach(spec::addMethod);
    return spec.build();
  }

  private MethodSpec choose(List<MethodSpec> announcing) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("choose")
            .addModifiers(Modifier.STATIC)
            .addParameter(parameterized(DeviceTypes.CHOICES), "c")
            .addParameter(TypeName.INT, "n");
    announcing.forEach(part -> method.addStatement("$N(c, n)", part));
    return method.addStatement("c.choose($T.class)", network).build();
  }

  private ParameterizedTypeName parameterized(ClassName generic) {
    return ParameterizedTypeName.get(generic, array);
  }

  /**
   * @param forms the methods that add the kernels' tasks in a form
   */
  private List<MethodSpec> announcing(List<MethodSpec> forms) {
    List<MethodSpec> methods = new ArrayList<>();
    for (List<DeviceKernel> chunk : kernels.chunks()) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("kernels" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(parameterized(DeviceTypes.CHOICES), "c")
              .addParameter(TypeName.INT, "n")
              .addStatement(
                  "$T forms = $T::$N",
                  parameterized(DeviceTypes.CANDIDATES.nestedClass("Forms")),
                  type,
                  forms.get(methods.size()));
      chunk.forEach(kernel -> method.addCode(announce(kernel)));
      methods.add(method.build());
    }
    return methods;
  }

  /**
   * Methods that add the tasks of a kernel in a form, each for some of the kernels; our own is one,
   * too. Java's compiler has less to do with calls in a {@code switch} than with as many lambdas.
   */
  private List<MethodSpec> forms() {
    List<MethodSpec> methods = new ArrayList<>();
    for (List<DeviceKernel> chunk : kernels.chunks()) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("forms" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(String.class, "kernel")
              .addParameter(String.class, "form")
              .addParameter(DeviceTypes.STAGES, "s")
              .addParameter(String.class, "layer")
              .addParameter(TypeName.INT, "n")
              .addParameter(ArrayTypeName.of(array), "a")
              .beginControlFlow("switch (kernel + $S + form)", " ");
      chunk.forEach(kernel -> method.addCode(cases(kernel)));
      method.addStatement("default -> $T.own0(kernel, s, layer, n, a)", network);
      methods.add(method.endControlFlow().build());
    }
    return methods;
  }

  /** A case for each form of a kernel. */
  private CodeBlock cases(DeviceKernel kernel) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (LibraryForm form : kernels.forms(kernel)) {
      Call call = written.get(form).use().call();
      code.addStatement(
          "case $S ->$W$N(s,$Wlayer,$Wn,$Wa$L)",
          kernels.label(kernel) + " " + form.name(),
          call.method(),
          Launchers.sizes(call));
    }
    return code.build();
  }

  private CodeBlock announce(DeviceKernel kernel) {
    Operands operands = Operands.of(kernel);
    View out = operands.out();
    CodeBlock.Builder code = CodeBlock.builder();
    code.add(
        "c.add(new $T($S,$Wforms,$Wn,$W",
        parameterized(DeviceTypes.CANDIDATES),
        kernels.label(kernel));
    code.add("$S,$W", text(kernel, operands));
    code.add("$L,$W$L)", operands.filter(), CodeBlock.join(operands.sizes(), ",$W"));
    code.add(
        "$Z.output($L, $L, $L, $L)",
        N.times(operands.sequences() * out.pixels()),
        out.stride(),
        out.first(),
        out.channels());
    code.add("\n.form($T.OWN)", DeviceTypes.CHOICES);
    for (LibraryForm form : kernels.forms(kernel)) {
      CodeBlock scratch =
          form.scratch().stream()
              .map(n -> CodeBlock.of(",$W$LL", n))
              .collect(CodeBlock.joining(""));
      code.add("\n.form($S$L)", form.name(), scratch);
    }
    return CodeBlock.builder().addStatement("$L)", code.build()).build();
  }

  /** What a kernel computes, for people, and a checksum of how. */
  private String text(DeviceKernel kernel, Operands operands) {
    CRC32 checksum = new CRC32();
    List<String> parts = new ArrayList<>(tasks.methods().texts(kernel));
    kernels.forms(kernel).forEach(form -> parts.add(written.get(form).tasks()));
    parts.forEach(part -> checksum.update(part.getBytes(StandardCharsets.UTF_8)));
    return "%s %s to %s #%08x"
        .formatted(kernel.name(), dims(operands.in()), dims(operands.out()), checksum.getValue());
  }

  private static String dims(View view) {
    return "%dx%dx%d".formatted(view.channels(), view.height(), view.width());
  }

  /** A method of forms: it adds the tasks. */
  private MethodSpec form(SharedMethod form) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(form.name())
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(DeviceTypes.STAGES, "s")
            .addParameter(String.class, "layer")
            .addParameter(TypeName.INT, "n")
            .addParameter(ParameterSpec.builder(ArrayTypeName.of(array), "a").build());
    form.sizeNames().forEach(size -> method.addParameter(TypeName.INT, size));
    return method
        .addCode(
            Code.withImports(
                form.body(),
                Stream.concat(
                        Stream.of(
                            DeviceTypes.LIBRARY_CALLS, LibraryCode.CUDNN, LibraryCode.CUTLASS),
                        code.adders().classes().stream())
                    .toArray(ClassName[]::new)))
        .build();
  }
}
