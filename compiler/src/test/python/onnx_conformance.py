"""Packs the conformance data of ONNX that the tests import: needs `pip install onnx`.

    python onnx_conformance.py ../resources/importing/conformance.zip

The data is that of the package, of the ONNX Project Contributors, under the Apache License 2.0
(https://github.com/onnx/onnx/blob/main/LICENSE): models, inputs and outputs. Left out are cases of training, of strings,
of sequences as inputs or outputs, of the domain ai.onnx.ml, and single operators of more than 12 kB. Of PyTorch's cases that
are larger the first example of a batch is kept, and of what a maximum is taken of only what is one, 0 for all else; what has to
come out of that is as it was.
"""

import struct
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper
from onnx.backend.test.case.node import collect_testcases

MOST_BYTES = 12_000
DATA = Path(onnx.__file__).parent / "backend/test/data"
UNLIKE = ("test_ai_onnx_ml", "test_adagrad", "test_adam", "test_momentum", "test_gradient", "test_string",
          "test_strnorm", "test_training", "test_image_decoder", "test_regex")


def pack(archive, kind, name, model, inputs, outputs):
    if name.startswith(UNLIKE):
        return
    if len(model) + sum(map(len, inputs + outputs)) > MOST_BYTES:
        if kind.startswith("pytorch"):
            smaller(kind, name, model, inputs, outputs)
        return
    write(archive, f"{kind}/{name}", model, inputs, outputs)


def smaller(kind, name, model, inputs, outputs):
    """A large case of one input, cut down."""
    model = onnx.load_model_from_string(model)
    x, y = (numpy_helper.to_array(TensorProto.FromString(part[0])) for part in (inputs, outputs))
    graph = model.graph
    for value in (graph.input[0], graph.output[0]):
        value.type.tensor_type.shape.dim[0].dim_value = 1
    x, y = x[:1], y[:1]
    if graph.node[0].op_type == "MaxPool" and y.min() > 0:
        x = np.where(np.isin(x, y), x, 0).astype(x.dtype)
    write(archive, f"{kind}/{name}", model.SerializeToString(), [packed(x, graph.input[0].name)],
          [packed(y, graph.output[0].name)])


def write(archive, name, model, inputs=(), outputs=()):
    """One entry for a case, as a zip file has much to say of each: counts, then lengths and bytes."""
    data = struct.pack(">ii", len(inputs), len(outputs))
    for part in [model, *inputs, *outputs]:
        data += struct.pack(">i", len(part)) + part
    # an entry without the time, so that it stays the same
    archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)


def numbered(folder, prefix):
    return [(folder / f"{prefix}_{i}.pb").read_bytes() for i in range(len(list(folder.glob(f"{prefix}_*.pb"))))]


def packed(value, name):
    return numpy_helper.from_array(value, name).SerializeToString()


with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for kind in ("pytorch-converted", "pytorch-operator", "simple"):
        for folder in sorted((DATA / kind).iterdir()):
            if (folder / "model.onnx").exists():
                values = folder / "test_data_set_0"
                pack(archive, kind, folder.name, (folder / "model.onnx").read_bytes(),
                     numbered(values, "input"), numbered(values, "output"))
    for case in sorted(collect_testcases(None), key=lambda case: case.name):
        (inputs, outputs) = case.data_sets[0]
        graph = case.model.graph
        if all(hasattr(value, "dtype") for value in [*inputs, *outputs]):
            try:
                pack(archive, "node", case.name, case.model.SerializeToString(),
                     [packed(v, i.name) for v, i in zip(inputs, graph.input)],
                     [packed(v, o.name) for v, o in zip(outputs, graph.output)])
            except (KeyError, TypeError, ValueError, RuntimeError) as error:
                print(f"left out {case.name}: {error}")
    for model in sorted((DATA / "light").glob("*.onnx")):
        write(archive, f"light/{model.stem}", model.read_bytes())
