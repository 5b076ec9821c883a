"""ResNet-50 v1.5 (He et al., 2015; stride in the 3x3 convolution) in PyTorch, and how long it takes.

Prints one line of JSON for each precision and batch size: channels last, in 32 bits with and without TF32, and in 16.
"""

import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True),
            nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True),
            nn.Conv2d(width, 4 * width, 1, bias=False), nn.BatchNorm2d(4 * width))
        self.skip = nn.Identity()
        if stride != 1 or inputs != 4 * width:
            self.skip = nn.Sequential(
                nn.Conv2d(inputs, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width))

    def forward(self, x):
        return torch.relu(self.body(x) + self.skip(x))


def resnet50():
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True),
              nn.MaxPool2d(3, 2, 1)]
    inputs = 64
    for stage, depth in enumerate([3, 4, 6, 3]):
        width = 64 * 2 ** stage
        for block in range(depth):
            layers.append(Bottleneck(inputs, width, 2 if stage > 0 and block == 0 else 1))
            inputs = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 1000))


def measure(model, image, runs):
    """Alone, and with the copies to the card and back, which every answer of bb has, too."""
    host = image.cpu()

    def once(copies=False):
        start = time.perf_counter()
        if copies:
            model(host.to(image.device)).float().cpu()
        else:
            model(image)
        if image.is_cuda:
            torch.cuda.synchronize()
        return (time.perf_counter() - start) * 1e3

    first = once()
    for _ in range(min(10, runs)):
        once()
    times = sorted(once() for _ in range(runs))
    copied = sorted(once(copies=True) for _ in range(runs))
    return {"first_ms": round(first, 1), "median_ms": round(statistics.median(times), 4),
            "min_ms": round(times[0], 4), "max_ms": round(times[-1], 4),
            "median_with_copies_ms": round(statistics.median(copied), 4), "runs": runs}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--path", choices=("eager", "compile"), default="eager")
    parser.add_argument("--batches", default="1,8,32,128")
    parser.add_argument("--runs", type=int, default=30)
    arguments = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    name = torch.cuda.get_device_name() if device == "cuda" else "processor"
    with torch.inference_mode():
        for precision, tf32 in (("fp32", False), ("fp32", True), ("fp16", False)):
            torch.backends.cuda.matmul.allow_tf32 = tf32
            torch.backends.cudnn.allow_tf32 = tf32
            torch.compiler.reset()
            kind = torch.float32 if precision == "fp32" else torch.float16
            model = resnet50().eval().to(device, kind, memory_format=torch.channels_last)
            network = torch.compile(model, dynamic=False) if arguments.path == "compile" else model
            for batch in map(int, arguments.batches.split(",")):
                image = torch.randn(batch, 3, 224, 224, device=device, dtype=kind)
                image = image.to(memory_format=torch.channels_last)
                row = {"precision": precision, "tf32": tf32, "batch": batch, "device": name,
                       "version": torch.__version__}
                try:
                    row.update(measure(network, image, arguments.runs))
                except Exception as failure:  # torch.compile needs a C compiler, and much else
                    row["failure"] = str(failure).splitlines()[0]
                print(json.dumps(row), flush=True)


if __name__ == "__main__":
    sys.exit(main())
