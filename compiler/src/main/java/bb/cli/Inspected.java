package bb.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/**
 * What picocli finds out of the annotations of a command's class, kept in a file beside the class:
 * annotations are read slowly, by classes that Java makes for them at every start. {@link
 * CacheableJars} puts the files into the jar; a command without one is inspected as ever.
 */
final class Inspected {
  private Inspected() {}

  /** The command line of a command. */
  static CommandLine commandLine(Object command) {
    try (InputStream file = command.getClass().getResourceAsStream(file(command.getClass()))) {
      return file == null
          ? new CommandLine(command)
          : new CommandLine(
              read(new DataInputStream(new BufferedInputStream(file)), command), new Lists());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes what holds several values: picocli's own first looks for Groovy in all jars. */
  private static final class Lists implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == List.class
          ? type.cast(new ArrayList<>())
          : CommandLine.defaultFactory().create(type);
    }
  }

  /** The name of a command's file in the folder of its class. */
  static String file(Class<?> command) {
    return command.getSimpleName() + ".inspected";
  }

  /** Writes what {@link #read} makes the same of. */
  static void write(CommandSpec spec, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    Class<?> type = spec.userObject().getClass();
    out.writeUTF(spec.name());
    writeAll(out, List.of(spec.usageMessage().description()));
    writeAll(out, List.of(spec.usageMessage().footer()));
    out.writeUTF(spec.usageMessage().footerHeading());
    out.writeUTF(spec.usageMessage().commandListHeading());
    out.writeUTF(spec.usageMessage().synopsisSubcommandLabel());
    out.writeBoolean(spec.versionProvider() instanceof Version);
    writeAll(
        out,
        Stream.of(type.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(Spec.class))
            .map(Field::getName)
            .toList());
    out.writeInt(spec.args().size());
    for (ArgSpec arg : spec.args()) {
      write(arg, path(type, arg.userObject()).orElse(List.of()), out);
    }
    out.flush();
  }

  static CommandSpec read(DataInputStream in, Object command)
      throws IOException, ReflectiveOperationException {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command, new Lists()).name(in.readUTF());
    spec.usageMessage()
        .description(readAll(in))
        .footer(readAll(in))
        .footerHeading(in.readUTF())
        .commandListHeading(in.readUTF())
        .synopsisSubcommandLabel(in.readUTF());
    if (in.readBoolean()) {
      spec.versionProvider(new Version());
    }
    for (String field : readAll(in)) {
      field(command, field).set(command, spec);
    }
    for (int args = in.readInt(); args > 0; args--) {
      spec.add(arg(in, command));
    }
    return spec;
  }

  private static void write(ArgSpec arg, List<String> path, DataOutputStream out)
      throws IOException {
    writeAll(out, arg instanceof OptionSpec option ? List.of(option.names()) : List.of());
    writeAll(out, path);
    out.writeUTF(arg.paramLabel());
    writeAll(out, List.of(arg.description()));
    writeOne(out, arg.arity().isUnspecified() ? null : arg.arity().toString());
    writeOne(out, arg.defaultValue());
    out.writeUTF(arg.splitRegex());
    out.writeBoolean(arg.hideParamSyntax());
    out.writeBoolean(arg.required());
    out.writeBoolean(arg.hidden());
    out.writeUTF(arg.type().getName());
    writeAll(out, Stream.of(arg.auxiliaryTypes()).map(Class::getName).toList());
    writeAll(out, Stream.of(arg.converters()).map(c -> c.getClass().getName()).toList());
    switch (arg) {
      case OptionSpec option -> {
        out.writeBoolean(option.usageHelp());
        out.writeBoolean(option.versionHelp());
      }
      case PositionalParamSpec operand -> out.writeUTF(operand.index().toString());
      default -> throw new IllegalArgumentException(arg.toString());
    }
  }

  /** An argument of either kind: what their builders share, picocli keeps to itself. */
  private record Argument(
      Optional<Bound> bound,
      String label,
      String[] description,
      Optional<String> arity,
      String defaultValue,
      String split,
      boolean hideSyntax,
      boolean required,
      boolean hidden,
      Class<?> type,
      Class<?>[] types,
      ITypeConverter<?>[] converters) {

    static Argument read(DataInputStream in, Object command)
        throws IOException, ReflectiveOperationException {
      return new Argument(
          Inspected.bound(readAll(in), command),
          in.readUTF(),
          readAll(in),
          Optional.ofNullable(readOne(in)),
          readOne(in),
          in.readUTF(),
          in.readBoolean(),
          in.readBoolean(),
          in.readBoolean(),
          Inspected.type(in.readUTF()),
          Inspected.types(readAll(in)),
          Inspected.converters(readAll(in)));
    }

    OptionSpec.Builder option(String[] names) {
      OptionSpec.Builder option =
          OptionSpec.builder(names)
              .paramLabel(label)
              .description(description)
              .defaultValue(defaultValue)
              .splitRegex(split)
              .hideParamSyntax(hideSyntax)
              .required(required)
              .hidden(hidden)
              .type(type)
              .auxiliaryTypes(types)
              .converters(converters);
      arity.ifPresent(option::arity);
      bound.ifPresent(b -> option.getter(b).setter(b));
      // what asks for help is no field
      return option
          .initialValue(bound.isPresent() ? bound.get().get() : false)
          .hasInitialValue(true);
    }

    PositionalParamSpec.Builder operand() {
      PositionalParamSpec.Builder operand =
          PositionalParamSpec.builder()
              .paramLabel(label)
              .description(description)
              .defaultValue(defaultValue)
              .splitRegex(split)
              .hideParamSyntax(hideSyntax)
              .required(required)
              .hidden(hidden)
              .type(type)
              .auxiliaryTypes(types)
              .converters(converters);
      arity.ifPresent(operand::arity);
      bound.ifPresent(b -> operand.getter(b).setter(b).initialValue(b.get()));
      return operand.hasInitialValue(true);
    }
  }

  private static ArgSpec arg(DataInputStream in, Object command)
      throws IOException, ReflectiveOperationException {
    String[] names = readAll(in);
    Argument argument = Argument.read(in, command);
    return names.length > 0
        ? argument.option(names).usageHelp(in.readBoolean()).versionHelp(in.readBoolean()).build()
        : argument.operand().index(in.readUTF()).build();
  }

  private static Class<?>[] types(String[] names) throws ClassNotFoundException {
    Class<?>[] types = new Class<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      types[i] = type(names[i]);
    }
    return types;
  }

  private static ITypeConverter<?>[] converters(String[] names)
      throws ReflectiveOperationException {
    ITypeConverter<?>[] converters = new ITypeConverter<?>[names.length];
    for (int i = 0; i < names.length; i++) {
      converters[i] = (ITypeConverter<?>) made(type(names[i]));
    }
    return converters;
  }

  /** The field of a command, or of what is mixed into it, that has an argument's value. */
  private static Optional<Bound> bound(String[] path, Object command)
      throws ReflectiveOperationException {
    if (path.length == 0) {
      return Optional.empty();
    }
    Object owner = command;
    for (int i = 0; i + 1 < path.length; i++) {
      Field mixin = field(owner, path[i]);
      if (mixin.get(owner) == null) {
        mixin.set(owner, made(mixin.getType()));
      }
      owner = mixin.get(owner);
    }
    return Optional.of(new Bound(field(owner, path[path.length - 1]), owner));
  }

  /** A field as picocli reads and writes it. */
  private record Bound(Field field, Object owner) implements IGetter, ISetter {
    @Override
    @SuppressWarnings("unchecked")
    public <T> T get() {
      try {
        return (T) field.get(owner);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public <T> T set(T value) {
      T before = get();
      try {
        field.set(owner, value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
      return before;
    }
  }

  private static Object made(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static Field field(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** The names of the fields that lead to one from a class through what is mixed in. */
  private static Optional<List<String>> path(Class<?> from, Object member) {
    for (Field field : from.getDeclaredFields()) {
      if (field.equals(member)) {
        return Optional.of(List.of(field.getName()));
      }
      Optional<List<String>> deeper =
          field.isAnnotationPresent(Mixin.class) ? path(field.getType(), member) : Optional.empty();
      if (deeper.isPresent()) {
        List<String> path = new ArrayList<>(List.of(field.getName()));
        path.addAll(deeper.get());
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    Class<?> primitive = Class.forPrimitiveName(name);
    return primitive != null ? primitive : Class.forName(name);
  }

  private static void writeOne(DataOutputStream out, String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static String readOne(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static String[] readAll(DataInputStream in) throws IOException {
    String[] texts = new String[in.readInt()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.readUTF();
    }
    return texts;
  }
}
