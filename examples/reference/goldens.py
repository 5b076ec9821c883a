"""Runs the networks of the zoo in PyTorch on synthetic weights and input: the numbers to agree with.

    python goldens.py ../src/test/resources/reference            # all, about ten minutes
    python goldens.py ../src/test/resources/reference ResNet18   # some

For each network and input size it writes goldens/<network>-<height>x<width>.json: a sample of the
outputs of a batch of two, computed in double precision, and their norms; of several outputs each, its name at the end. Manifests (the names and
shapes of a checkpoint, in order) go to manifests/<network>.tsv.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

from models import MODELS

GAIN = 2.0

# Networks of which weights of the usual size make chaos: float and double differ in PyTorch itself.
GAINS = {f"EfficientNetV2{size}": 1.25 for size in "SML"}
BATCH = 2

# Tables of a checkpoint that follow from the network, and that no layer reads from it.
DERIVED = ("relative_position_index", "relative_coords_table")
SAMPLES = 125

# The sizes at which a network is run: that of the paper, and a small one for fast tests.
SIZES = {name: [(64, 64), (224, 224)] for name in MODELS} | {
    "CRNN": [(32, 100)],
    "EnCodecDecoder": [(12, 128)],
    "Tacotron2Encoder": [(1, 100)],
    "AlexNetOriginal": [(227, 227)],
    "AlexNetUngrouped": [(227, 227)],
    "AlexNetSmall": [(224, 224)],
    "UNet": [(100, 76), (128, 128), (572, 572)],
    "UNetBilinear": [(100, 76), (128, 128), (572, 572)],
    **{name: [(64, 64)] for name in ("ConvNeXtT", "ConvNeXtV2T", "MobileViTXXS", "SwinT", "SwinV2T")},
    "MaxViTT": [(224, 224)],
    **{name: [] for name in ("MobileViTS", "MobileViTXS")},
    **{name: [] for name in ("ConvNeXtS", "ConvNeXtB", "ConvNeXtV2B", "SwinS", "SwinB")},
    "DeepLabV3ResNet50": [(64, 64)],
    "DeepLabV3ResNet101": [],
    "DeformableResNet50": [(64, 64)],
    "SegFormerB0": [(64, 64)],
    "PointNet": [(8, 8)],
    "YOLOv8n": [(64, 64)],
    "EfficientNetV2S": [(64, 64), (384, 384)],
    "EfficientNetV2M": [(480, 480)],
    "EfficientNetV2L": [(480, 480)],
}


# Networks of tokens and their features.
SEQUENCES = {"EnCodecDecoder"}

# Networks of whole numbers: what the input is called, and how many numbers there are.
IDS = {"Tacotron2Encoder": ("text", 148)}


def uniform(name, count):
    """`count` numbers from -1 to 1 that follow from a tensor's name."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(state) + np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return 2.0 * ((z >> np.uint64(40)).astype(np.float64) * 2.0**-24) - 1.0


def synthetic(name, shape, gain=GAIN):
    """The synthetic tensor of that name and shape."""
    last = name.rpartition(".")[2]
    if last == "num_batches_tracked":
        return np.zeros(shape, dtype=np.int64)
    r = uniform(name, math.prod(shape)).reshape(shape)
    if last.endswith("weight") and len(shape) >= 2:
        r = r * math.sqrt(3 * gain / math.prod(shape[1:]))
    elif last == "weight_g" or last.endswith("weight"):
        r = 1 + 0.1 * r
    elif last == "running_var":
        r = 1 + 0.2 * r
    else:
        r = 0.1 * r
    return r.astype(np.float32)


def goldens(name, network, height, width):
    """Each output's, by what the name of its file ends in."""
    shape, given = example(name, network, height, width)
    with torch.inference_mode():
        outputs = network(given)
    if not isinstance(outputs, dict):
        return {"": golden(name, shape, outputs.numpy())}
    return {
        f"-{output}": golden(name, shape, value.numpy()) | {"name": output}
        for output, value in outputs.items()
    }


def example(name, network, height, width):
    """The shape of the synthetic input, and the input."""
    if name in IDS:
        called, count = IDS[name]
        shape = (BATCH, width)
        r = uniform(called, math.prod(shape))
        return shape, torch.from_numpy(np.floor((r + 1) / 2 * count).astype(np.int64).reshape(shape))
    first = next(network.parameters())
    shape = (BATCH, *first.shape[1:2], height, width)
    if name in SEQUENCES:
        shape = (BATCH, height, width)
    image = uniform("input", math.prod(shape)).astype(np.float32).reshape(shape)
    return shape, torch.from_numpy(image).double()


def golden(name, shape, output):
    rows = output.reshape(BATCH, -1)
    step = max(1, rows.shape[1] // SAMPLES)
    top = np.sort(rows, axis=1)
    return {
        "network": name,
        "gain": GAINS.get(name, GAIN),
        "input": list(shape),
        "output": list(output.shape),
        "argmax": rows.argmax(1).tolist(),
        "margin": [float(f"{m:.6g}") for m in top[:, -1] - top[:, -2]],
        "l2": [float(f"{n:.12g}") for n in np.linalg.norm(rows, axis=1)],
        "step": step,
        "sample": [[float(f"{v:.9g}") for v in row[::step]] for row in rows],
    }


def write(folder, name, result):
    path = folder / "goldens" / f"{name}.json"
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
    print(path.name, flush=True)


def main(folder, names):
    torch.set_num_threads(1)
    (folder / "goldens").mkdir(parents=True, exist_ok=True)
    (folder / "manifests").mkdir(exist_ok=True)
    for name in names or MODELS:
        network = MODELS[name]().eval()
        state = network.state_dict()
        shapes = {k: list(value.shape) for k, value in state.items() if not k.endswith(DERIVED)}
        manifest = "".join(f"{key}\t{'x'.join(map(str, shape))}\n" for key, shape in shapes.items())
        (folder / "manifests" / f"{name}.tsv").write_text(manifest)
        # into the dictionary that there is, which also holds the versions of modules
        gain = GAINS.get(name, GAIN)
        state.update({k: torch.from_numpy(synthetic(k, shape, gain)) for k, shape in shapes.items()})
        network.load_state_dict(state)
        network.double()
        for height, width in SIZES[name]:
            for output, result in goldens(name, network, height, width).items():
                write(folder, f"{name}-{height}x{width}{output}", result)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
