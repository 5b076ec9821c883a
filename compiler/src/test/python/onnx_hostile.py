"""Packs small models that are wrong, or ask for more than they have reason to: needs `pip install onnx`.

    python onnx_hostile.py ../resources/importing/hostile.zip

What is said of each has been approved, in hostile.txt beside the archive.
"""

import sys
import zipfile

import numpy as np
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
MODELS = {}
node = helper.make_node


def model(name, nodes, constants=(), inputs=(("x", FLOAT, [1, 4]),), outputs=(("y", FLOAT, None),), change=None, opset=20):
    graph = helper.make_graph(
        nodes,
        name,
        [i if not isinstance(i, tuple) else helper.make_tensor_value_info(*i) for i in inputs],
        [helper.make_tensor_value_info(*o) for o in outputs],
        [numpy_helper.from_array(np.array(value), key) for key, value in dict(constants).items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    if change:
        change(made)
    MODELS[name] = made


LARGE = [1_000_000, 1_000_000]
model("ones of a million squared", [node("ConstantOfShape", ["s"], ["y"], "fill")], {"s": LARGE})
model("ones of a million squared, added", [node("ConstantOfShape", ["s"], ["c"], "fill"), node("Add", ["x", "c"], ["y"], "sum")],
      {"s": LARGE})
model("ones of more than there are numbers", [node("ConstantOfShape", ["s"], ["y"], "fill")], {"s": [2**62, 2**62]})
model("a range of a million millions", [node("Range", ["a", "b", "c"], ["r"], "range"), node("Add", ["x", "r"], ["y"], "sum")],
      {"a": 0, "b": 10**12, "c": 1})
model("a range that goes nowhere", [node("Range", ["a", "b", "c"], ["r"], "range"), node("Add", ["x", "r"], ["y"], "sum")],
      {"a": 0, "b": 10, "c": 0})
model("spread over a million squared", [node("Expand", ["x", "s"], ["y"], "spread")], {"s": [10**6, 10**6, 4]})
model("tiled a million times squared", [node("Tile", ["x", "s"], ["y"], "tile")], {"s": LARGE})
model("a shape of a million millions",
      [node("ConstantOfShape", ["n"], ["s"], "fill"), node("Reshape", ["x", "s"], ["y"], "reshape")], {"n": [10**12]})
model("one hot of a million millions", [node("OneHot", ["i", "d", "v"], ["y"], "hot")], {"d": 10**12, "v": [0.0, 1.0]},
      inputs=[("i", INT64, [1, 4])])
model("an image of a million millions", [node("Resize", ["x", "", "f"], ["y"], "resize", mode="nearest")],
      {"f": np.array([1, 1, 1e6, 1e6], "float32")}, inputs=[("x", FLOAT, [1, 1, 7, 7])])
model("a padding of a million millions", [node("Pad", ["x", "p"], ["y"], "pad")], {"p": [0, 10**12, 0, 0]})
model("a triangle of a million squared",
      [node("ConstantOfShape", ["s"], ["c"], "fill"), node("Trilu", ["c"], ["y"], "triangle")], {"s": LARGE})
model("numbers doubled forty times", [node("ConstantOfShape", ["s"], ["c0"], "fill")]
      + [node("Add", [f"c{i}", f"c{i}"], [f"c{i + 1}"], f"twice{i}") for i in range(40)]
      + [node("Slice", ["c40", "a", "b"], ["d"], "first"), node("Add", ["x", "d"], ["y"], "sum")],
      {"s": [2**25], "a": [0], "b": [4]})
model("numbers moved a thousand times", [node("ConstantOfShape", ["s"], ["c0"], "fill")]
      + [node("Slice", [f"c{i}", "a", "b"], [f"c{i + 1}"], f"move{i}") for i in range(1000)]
      + [node("Add", ["x", "c1000"], ["y"], "sum")], {"s": [2**25], "a": [0], "b": [2**25]})
model("many large tables", [node("ConstantOfShape", ["s"], ["c0"], "fill")]
      + [node("Neg", [f"c{i}"], [f"c{i + 1}"], f"neg{i}") for i in range(40)]
      + [node("ReduceSum", ["c40"], ["d"], "total"), node("Add", ["x", "d"], ["y"], "sum")], {"s": [2**22]})


def branch(operator):
    inner = helper.make_graph([node("Neg", ["x"], ["z"], "inner")], "body", [], [helper.make_tensor_value_info("z", FLOAT, None)])
    if operator == "If":
        return node("If", ["b"], ["y"], "choose", then_branch=inner, else_branch=inner)
    return node("Loop", ["n", "b"], ["y"], "again", body=inner)


model("a branch that is known", [branch("If")], {"b": True})
model("a branch that is not", [branch("If")], inputs=[("x", FLOAT, [1, 4]), ("b", TensorProto.BOOL, [])])
model("a branch that makes what is there", [branch("If"), node("Neg", ["x"], ["z"], "neg"), node("Add", ["y", "z"], ["w"], "sum")],
      {"b": True}, outputs=[("w", FLOAT, None)])
model("a loop", [branch("Loop")], {"b": True, "n": 3})
model("a scan of nothing", [node("Scan", ["x"], ["y"], "scan")])
model("a scan within itself", [node("Scan", ["x"], ["y"], "scan", num_scan_inputs=1, body=helper.make_graph(
    [node("Neg", ["nowhere"], ["z"], "inner")], "body", [], [helper.make_tensor_value_info("z", FLOAT, None)]))])
model("operators of all kinds", [node("QuantizeLinear", ["x", "s"], ["q"], "q0"), node("QuantizeLinear", ["x", "s"], ["r"], "q1"),
      node("NonZero", ["x"], ["n"], "n0"), node("StringConcat", ["x", "x"], ["t"], "t0"), node("Mine", ["n"], ["m"], "m0", domain="com.me"),
      node("DequantizeLinear", ["q", "s"], ["y"], "d0")], {"s": np.float32(1)},
      outputs=[(name, FLOAT, None) for name in "yrtm"])


def function(made):
    made.functions.append(helper.make_function("com.me", "Mine", ["a"], ["b"], [node("Neg", ["a"], ["b"])], made.opset_import))


model("a function of its own", [node("Mine", ["x"], ["y"], "mine", domain="com.me")], change=function)
model("texts", [node("Identity", ["x"], ["y"], "same")], inputs=[("x", TensorProto.STRING, [1, 4])])
model("complex numbers", [node("Identity", ["x"], ["y"], "same")], inputs=[("x", TensorProto.COMPLEX64, [1, 4])])
model("a list", [node("SequenceAt", ["x", "i"], ["y"], "at")], {"i": 0},
      inputs=[helper.make_tensor_sequence_value_info("x", FLOAT, None)])
model("perhaps nothing", [node("OptionalGetElement", ["x"], ["y"], "get")], inputs=[helper.make_value_info(
    "x", helper.make_optional_type_proto(helper.make_tensor_type_proto(FLOAT, [1, 4])))])


def twice(made):
    made.graph.input.append(made.graph.input[0])


def again(made):
    made.graph.node[0].attribute.append(helper.make_attribute("alpha", 3.0))


model("an input that is there twice", [node("Neg", ["x"], ["y"], "neg")], change=twice)
model("an attribute that is there twice", [node("Elu", ["x"], ["y"], "elu", alpha=2.0)], change=again)
model("an attribute of another type", [node("Elu", ["x"], ["y"], "elu", alpha=2)])
model("a sparse tensor", [node("Neg", ["x"], ["y"], "neg")], change=lambda made: made.graph.sparse_initializer.add())
model("a factor that is no number", [node("Mul", ["x", "c"], ["y"], "scale")], {"c": np.float32("nan")})
model("windows that go backwards", [node("MaxPool", ["x"], ["y"], "pool", kernel_shape=[2, 2], dilations=[-1, 1])],
      inputs=[("x", FLOAT, [1, 1, 7, 7])])
model("a table of what are no numbers", [node("Mul", ["x", "c"], ["y"], "scales")], {"c": np.float32([1, "nan", "inf", 2])})
model("a name without end", [node("NonZero", ["x"], ["y"], "n" * 100_000)])
model("a name of commands", [node("Cast", ["x"], ["y"], "\x1b[31m\r\n", to=TensorProto.STRING)])


def outside(location, **more):
    def change(made):
        tensor = made.graph.initializer.add()
        tensor.name, tensor.data_type, tensor.data_location = "w", FLOAT, TensorProto.EXTERNAL
        tensor.dims.append(4)
        for key, value in {"location": location, **more}.items():
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
    return change


for where in ("/etc/passwd", "a/../../b", "..", "C:\\weights", "", "file:weights", "a\0b", "weights"):
    model(f"weights in {where!r}", [node("Add", ["x", "w"], ["y"], "sum")], change=outside(where))
model("weights at no number", [node("Add", ["x", "w"], ["y"], "sum")], change=outside("weights", offset="1e3"))

with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name, made in MODELS.items():
        archive.writestr(zipfile.ZipInfo(name.replace("\0", "0").replace("/", "|")), made.SerializeToString(), zipfile.ZIP_DEFLATED, 9)
