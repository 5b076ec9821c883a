"""Makes the small models, sound and broken, that the tests import: needs `pip install onnx`.

    python onnx_models.py ../resources/cli/files/models
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FOLDER = Path(sys.argv[1])
rng = np.random.default_rng(1)


def weight(name, *shape):
    return numpy_helper.from_array(rng.uniform(-0.3, 0.3, shape).astype(np.float32), name)


def tensor(name, *shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, list(shape))


def save(name, nodes, inputs, outputs, weights=(), opset=17, ir=8):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(weights))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = ir
    model.producer_name = "onnx_models.py"
    (FOLDER / f"{name}.onnx").write_bytes(model.SerializeToString())
    return model


node = helper.make_node
image = tensor("image", "N", 3, "height", "width")
x = tensor("x", 1, 4)
y = tensor("y", 1, 4)

# a stem, a residual unit, a classifier, as PyTorch names them; height and width are open
save(
    "little",
    [
        node("Conv", ["image", "stem.weight", "stem.bias"], ["a"], "/stem/Conv", pads=[1, 1, 1, 1], strides=[2, 2]),
        node("Sigmoid", ["a"], ["b"], "/act/Sigmoid"),
        node("Mul", ["a", "b"], ["c"], "/act/Mul"),
        node("Conv", ["c", "onnx::Conv_7"], ["d"], "/unit/unit.0/conv/Conv", pads=[1, 1, 1, 1]),
        node("Relu", ["d"], ["e"], "/unit/unit.0/relu/Relu"),
        node("Add", ["c", "e"], ["f"], "/unit/unit.0/Add"),
        node("GlobalAveragePool", ["f"], ["g"], "/pool/GlobalAveragePool"),
        node("Flatten", ["g"], ["h"], "/Flatten"),
        node("Gemm", ["h", "fc.weight", "fc.bias"], ["scores"], "/fc/Gemm", transB=1),
    ],
    [image],
    [tensor("scores", "N", 5)],
    [
        weight("stem.weight", 8, 3, 3, 3),
        weight("stem.bias", 8),
        weight("onnx::Conv_7", 8, 8, 3, 3),
        weight("fc.weight", 5, 8),
        weight("fc.bias", 5),
    ],
)

save(
    "unsupported",
    [
        node("NonZero", ["x"], ["a"], "/nms/NonZero"),
        node("NonZero", ["a"], ["b"], "/nms/NonZero_1"),
        node("QuantizeLinear", ["x", "s"], ["q"], "/q/QuantizeLinear"),
        node("StringNormalizer", ["b"], ["t"]),
        node("Concat", ["t", "q"], ["y"], axis=0),
    ],
    [x],
    [y],
    [numpy_helper.from_array(np.float32(0.1), "s")],
)
save("attribute", [node("MaxPool", ["x"], ["y", "places"], "/pool/MaxPool", kernel_shape=[2, 2])],
     [tensor("x", 1, 3, 4, 4)], [tensor("y", 1, 3, 3, 3), tensor("places", 1, 3, 3, 3, kind=TensorProto.INT64)])
save("cycle", [node("Add", ["x", "b"], ["a"], "first"), node("Relu", ["a"], ["b"], "second")], [x],
     [tensor("b", 1, 4)])
save("missing", [node("Add", ["x", "bias"], ["y"], "sum")], [x], [y])
save("old", [node("Relu", ["x"], ["y"])], [x], [y], opset=5)
sizes = save("sizes", [node("Add", ["x", "bias"], ["y"], "sum")], [x], [y], [weight("bias", 4)])
sizes.graph.initializer[0].dims[0] = 1 << 30
(FOLDER / "sizes.onnx").write_bytes(sizes.SerializeToString())
outside = save("outside", [node("Add", ["x", "bias"], ["y"], "sum")], [x], [y], [weight("bias", 4)])
bias = outside.graph.initializer[0]
bias.ClearField("raw_data")
bias.data_location = TensorProto.EXTERNAL
bias.external_data.add(key="location", value="../../secrets.bin")
(FOLDER / "outside.onnx").write_bytes(outside.SerializeToString())
whole = (FOLDER / "little.onnx").read_bytes()
(FOLDER / "cut.onnx").write_bytes(whole[: len(whole) // 2])
# what `little` computes of an image, and the opposite of it
picture = np.random.default_rng(7).standard_normal((1, 3, 16, 16)).astype(np.float32)
(scores,) = ReferenceEvaluator(str(FOLDER / "little.onnx")).run(None, {"image": picture})
np.save(FOLDER / "image.npy", picture)
np.save(FOLDER / "scores.npy", scores)
np.save(FOLDER / "others.npy", -scores)
