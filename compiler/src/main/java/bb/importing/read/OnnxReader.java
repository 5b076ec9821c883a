package bb.importing.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import bb.diagnostics.Code;
import bb.runtime.io.OtherFormat;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a model: checks that every name leads somewhere, and puts the nodes in order. */
public final class OnnxReader {
  /** What a list of Python's texts holds. */
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private static final long OLDEST_FORMAT = 3;
  private static final long NEWEST_FORMAT = 14;
  private static final long OLDEST_OPERATORS = 6;
  private static final long NEWEST_OPERATORS = 28;

  private final Tensors tensors;

  private OnnxReader(DataFiles files) {
    this.tensors = new Tensors(files);
  }

  /**
   * @throws Refusal if it is no model, or none that can be read
   */
  public static OnnxGraph read(ByteBuffer file, DataFiles files) {
    try {
      ModelProto model = ModelProto.parseFrom(file);
      if (!model.hasGraph()) {
        throw Refusal.of(Code.BB0901, "the file is no ONNX model: it holds no graph");
      }
      return new OnnxReader(files).model(model);
    } catch (InvalidProtocolBufferException e) {
      byte[] start = new byte[Math.min(file.limit(), OtherFormat.START)];
      file.get(0, start);
      Optional<OtherFormat> other = OtherFormat.find(start).filter(f -> f != OtherFormat.ONNX);
      if (other.isPresent()) {
        throw Refusal.of(Code.BB0901, "the file is no ONNX model: it is %s", other.get().what())
            .help(instead(other.get()));
      }
      throw Refusal.of(Code.BB0901, "the file is no ONNX model, or not a whole one")
          .note("its bytes do not follow the format: " + lower(e.getMessage()))
          .help("copy or download the file again");
    }
  }

  /** How a model is to be had of what is there. */
  private static String instead(OtherFormat format) {
    return switch (format) {
      case TFLITE ->
          "tf2onnx makes a model of it: `python -m tf2onnx.convert --tflite net.tflite --output net.onnx`";
      case HDF5 -> "export the network of Keras: `model.export(\"net.onnx\", format=\"onnx\")`";
      default ->
          format.isStandIn()
              ? format.help()
              : "weights are no network: export it with them, in Python"
                  + " `torch.onnx.export(model, (example,), \"net.onnx\")`";
    };
  }

  private static String lower(String text) {
    String first = text.split("\\. ")[0];
    return Character.toLowerCase(first.charAt(0)) + first.substring(1).replaceAll("\\.$", "");
  }

  private OnnxGraph model(ModelProto model) {
    long opset = versions(model);
    GraphProto graph = model.getGraph();
    Map<String, Const> constants = new LinkedHashMap<>();
    Map<String, Training> told = Training.of(graph);
    boolean ours = model.getProducerName().equals("bb");
    for (TensorProto tensor : graph.getInitializerList()) {
      boolean literal = ours && tensor.getName().matches("literal(_\\d+)?");
      Optional<String> origin = literal ? Optional.empty() : Optional.of(tensor.getName());
      String name = tensor.getName();
      Training training = told.getOrDefault(name, Training.UNTOLD);
      if (constants.put(name, tensors.read(tensor, origin, training)) != null) {
        throw Refusal.of(Code.BB0905, "tensor `%s` is there twice", name);
      }
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw Refusal.of(Code.BB0906, "the model has sparse tensors, which networks here have not");
    }
    List<OnnxGraph.Port> inputs =
        graph.getInputList().stream()
            .filter(i -> !constants.containsKey(i.getName()))
            .map(OnnxReader::port)
            .toList();
    List<OnnxNode> nodes = graph.getNodeList().stream().map(this::node).toList();
    List<OnnxGraph.Port> outputs = graph.getOutputList().stream().map(OnnxReader::port).toList();
    String producer = (model.getProducerName() + " " + model.getProducerVersion()).strip();
    return new OnnxGraph(
        graph.getName(),
        producer,
        opset,
        Rounding.of(graph),
        functions(model),
        inputs,
        outputs,
        ordered(nodes, inputs, outputs, constants),
        constants);
  }

  private static Set<String> functions(ModelProto model) {
    return model.getFunctionsList().stream()
        .map(function -> OnnxNode.qualified(domain(function.getDomain()), function.getName()))
        .collect(Collectors.toSet());
  }

  private static String domain(String stated) {
    return stated.equals("ai.onnx") ? "" : stated;
  }

  private static long versions(ModelProto model) {
    long format = model.getIrVersion();
    if (format < OLDEST_FORMAT || format > NEWEST_FORMAT) {
      throw Refusal.of(Code.BB0902, "the model is of ONNX's format %d", format)
          .note("formats %d to %d can be read".formatted(OLDEST_FORMAT, NEWEST_FORMAT));
    }
    long opset = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        opset = set.getVersion();
      }
    }
    if (opset < OLDEST_OPERATORS || opset > NEWEST_OPERATORS) {
      throw Refusal.of(Code.BB0902, "the model has version %d of ONNX's operators", opset)
          .note("versions %d to %d can be read".formatted(OLDEST_OPERATORS, NEWEST_OPERATORS))
          .help("`onnx.version_converter` in Python makes another version of it");
    }
    return opset;
  }

  private static OnnxGraph.Port port(ValueInfoProto info) {
    TypeProto type = info.getType();
    if (info.hasType() && !type.hasTensorType()) {
      throw Refusal.of(
          Code.BB0906,
          "`%s` is not one tensor but of type %s",
          info.getName(),
          type.getValueCase().name().replace("_TYPE", "").toLowerCase(Locale.ROOT));
    }
    TypeProto.Tensor tensor = type.getTensorType();
    Optional<Kind> kind =
        tensor.getElemType() == 0
            ? Optional.empty()
            : Optional.of(Tensors.kind(tensor.getElemType(), "`" + info.getName() + "`"));
    Optional<List<OnnxGraph.Dim>> dims =
        tensor.hasShape()
            ? Optional.of(tensor.getShape().getDimList().stream().map(OnnxReader::dim).toList())
            : Optional.empty();
    return new OnnxGraph.Port(info.getName(), kind, dims);
  }

  private static OnnxGraph.Dim dim(TensorShapeProto.Dimension dim) {
    return dim.hasDimValue()
        ? new OnnxGraph.Dim(dim.getDimValue(), "")
        : new OnnxGraph.Dim(-1, dim.getDimParam());
  }

  private OnnxNode node(NodeProto node) {
    Map<String, Object> attributes = new HashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attributes.put(attribute.getName(), value(attribute)) != null) {
        throw Refusal.of(
            Code.BB0905,
            "node `%s` (%s) has its attribute `%s` twice",
            node.getName(),
            node.getOpType(),
            attribute.getName());
      }
    }
    List<String> inputs = new ArrayList<>(node.getInputList());
    if (Set.of("If", "Scan").contains(node.getOpType())) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          OnnxNode.Body body = body(attribute.getG());
          attributes.put(attribute.getName(), body);
          inputs.addAll(body.captured());
        }
      }
    }
    return new OnnxNode(
        node.getOpType(),
        domain(node.getDomain()),
        name(node),
        inputs,
        node.getOutputList(),
        attributes);
  }

  private OnnxNode.Body body(GraphProto graph) {
    List<String> inputs = graph.getInputList().stream().map(ValueInfoProto::getName).toList();
    List<OnnxNode> nodes = new ArrayList<>();
    graph.getInitializerList().forEach(tensor -> nodes.add(constant(tensor)));
    graph.getNodeList().forEach(node -> nodes.add(node(node)));
    Set<String> own = new HashSet<>(inputs);
    nodes.forEach(node -> own.addAll(node.outputs()));
    List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    List<String> captured =
        Stream.concat(nodes.stream().flatMap(node -> node.inputs().stream()), outputs.stream())
            .filter(name -> !name.isEmpty() && !own.contains(name))
            .distinct()
            .toList();
    return new OnnxNode.Body(inputs, captured, nodes, outputs);
  }

  /** A tensor within a node. */
  private OnnxNode constant(TensorProto tensor) {
    String name = tensor.getName();
    Const numbers = tensors.read(tensor, Optional.of(name));
    return new OnnxNode("Constant", "", name, List.of(), List.of(name), Map.of("value", numbers));
  }

  /** With the scope that it lies in, which PyTorch's newer exporter says beside the name. */
  private static String name(NodeProto node) {
    return node.getMetadataPropsList().stream()
        .filter(entry -> entry.getKey().equals("pkg.torch.onnx.name_scopes"))
        .map(entry -> QUOTED.matcher(entry.getValue()).results().map(r -> r.group(1)).toList())
        .filter(scopes -> scopes.size() > 1 && !scopes.get(scopes.size() - 2).isEmpty())
        .map(scopes -> "/" + scopes.get(scopes.size() - 2) + "/" + node.getName())
        .findFirst()
        .orElse(node.getName());
  }

  private Object value(AttributeProto attribute) {
    return switch (attribute.getType()) {
      case INT -> attribute.getI();
      case FLOAT -> (double) attribute.getF();
      case STRING -> attribute.getS().toStringUtf8();
      case INTS -> List.copyOf(attribute.getIntsList());
      case FLOATS -> attribute.getFloatsList().stream().map(Float::doubleValue).toList();
      case STRINGS -> attribute.getStringsList().stream().map(s -> s.toStringUtf8()).toList();
      case TENSOR -> tensors.read(attribute.getT(), Optional.empty());
      default -> new OnnxNode.Other(attribute.getType().name());
    };
  }

  /** The nodes that an output needs, each behind those that it reads. */
  private static List<OnnxNode> ordered(
      List<OnnxNode> nodes,
      List<OnnxGraph.Port> inputs,
      List<OnnxGraph.Port> outputs,
      Map<String, Const> constants) {
    Set<String> given = new HashSet<>(constants.keySet());
    for (OnnxGraph.Port input : inputs) {
      if (!given.add(input.name())) {
        throw Refusal.of(Code.BB0905, "input `%s` is there twice", input.name());
      }
    }
    Map<String, OnnxNode> makers = new HashMap<>();
    for (OnnxNode node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && (given.contains(output) || makers.put(output, node) != null)) {
          throw Refusal.of(
              Code.BB0905, "node %s makes `%s`, which is made already", node.shown(), output);
        }
      }
    }
    for (OnnxGraph.Port output : outputs) {
      if (!given.contains(output.name()) && !makers.containsKey(output.name())) {
        throw Refusal.of(Code.BB0905, "no node makes the output `%s`", output.name());
      }
    }
    List<OnnxNode> ordered = new Order(given, makers).of(nodes, outputs);
    Set<String> read = new HashSet<>();
    outputs.forEach(output -> read.add(output.name()));
    ordered.forEach(node -> read.addAll(node.inputs()));
    return ordered.stream().map(node -> node.reading(read)).toList();
  }

  /** A walk from the outputs back, without recursion: files may be as deep as they are long. */
  private static final class Order {
    private final Set<String> given;
    private final Map<String, OnnxNode> makers;
    private final Set<OnnxNode> begun = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<OnnxNode> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<OnnxNode> order = new ArrayList<>();

    Order(Set<String> given, Map<String, OnnxNode> makers) {
      this.given = given;
      this.makers = makers;
    }

    List<OnnxNode> of(List<OnnxNode> nodes, List<OnnxGraph.Port> outputs) {
      Set<OnnxNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<OnnxNode> open = new ArrayDeque<>();
      outputs.stream().map(o -> makers.get(o.name())).filter(n -> n != null).forEach(open::push);
      while (!open.isEmpty()) {
        OnnxNode node = open.pop();
        if (needed.add(node)) {
          node.inputs().stream().map(makers::get).filter(n -> n != null).forEach(open::push);
        }
      }
      nodes.stream().filter(needed::contains).forEach(this::visit);
      return order;
    }

    private void visit(OnnxNode root) {
      Deque<OnnxNode> stack = new ArrayDeque<>(List.of(root));
      while (!stack.isEmpty()) {
        OnnxNode node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
          continue;
        }
        begun.add(node);
        boolean ready = true;
        for (String input : node.inputs()) {
          OnnxNode maker = makers.get(input);
          if (input.isEmpty() || given.contains(input) || maker != null && done.contains(maker)) {
            continue;
          }
          if (maker == null) {
            throw Refusal.of(
                Code.BB0905, "node %s reads `%s`, which nothing makes", node.shown(), input);
          }
          if (begun.contains(maker)) {
            throw Refusal.of(
                Code.BB0905, "node %s reads what follows from its own output", node.shown());
          }
          stack.push(maker);
          ready = false;
        }
        if (ready) {
          done.add(node);
          order.add(node);
          stack.pop();
        }
      }
    }
  }
}
