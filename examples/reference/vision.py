"""torchvision beside a PyTorch that it was not built for.

torchvision's compiled operators (`nms` and others) are missing there, and so `import torchvision` fails, although
neither its models nor its data sets need them. Importing this module before any other that imports torchvision
declares those that are missing. As a program it runs another one with them declared:

    python examples/reference/vision.py train.py pictures/ --epochs 2
"""

import importlib.util
import re
import runpy
import sys

import torch

OPERATORS = torch.library.Library("torchvision", "FRAGMENT")


def load():
    """torchvision, or None where it is not installed."""
    while importlib.util.find_spec("torchvision"):
        try:
            return importlib.import_module("torchvision")
        except RuntimeError as problem:
            name = re.fullmatch(r"operator torchvision::(\w+) does not exist", str(problem))
            if name is None:
                raise
            OPERATORS.define(name[1] + "(Tensor a, Tensor b, float c) -> Tensor")
            for broken in [m for m in sys.modules if m.startswith("torchvision")]:
                del sys.modules[broken]
    return None


torchvision = load()

if __name__ == "__main__":
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
