"""Writes the PyTorch files of TorchFileTest, small ones of each kind that torch.save makes."""

import collections
import pathlib

import torch

OUT = pathlib.Path(__file__).parent.parent / "resources" / "io" / "torch"


def save(name, value, **options):
    torch.save(value, OUT / name, **options)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    base = torch.arange(24, dtype=torch.float32)
    dtypes = {
        "f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16,
        "i64": torch.int64, "i32": torch.int32, "i16": torch.int16, "i8": torch.int8,
        "u8": torch.uint8,
    }
    types = {name: torch.tensor([0, 1, 2, 100]).to(dtype) for name, dtype in dtypes.items()}
    types["bool"] = torch.tensor([True, False, True, False])
    save("types.pth", types)
    save("views.pth", {
        "whole": base,
        "matrix": base.view(4, 6),
        "transposed": base.view(4, 6).t(),
        "permuted": base.view(2, 3, 4).permute(2, 0, 1),
        "stepped": base[1::3],
        "part": base.view(4, 6)[1:3, 2:5],
        "expanded": base[5:6].expand(4),
        "scalar": base[7],
        "empty": torch.zeros(0, 3),
        "parameter": torch.nn.Parameter(base.view(6, 4).clone().t()),
    })
    torch.manual_seed(1)
    module = torch.nn.Sequential(
        torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.Flatten(), torch.nn.Linear(2, 3))
    save("module.pth", module.state_dict())
    optimizer = torch.optim.Adam(module.parameters())
    module(torch.ones(2, 1, 3, 3)).sum().backward()
    optimizer.step()
    training = {"epoch": 3, "best": 0.5, "done": False, "state_dict": module.state_dict(),
                "optimizer": optimizer.state_dict()}
    save("training.pth", training)
    save("wrapped.bin", {"model": module.state_dict(), "step": 1 << 40})
    save("generator.pth", {"generator": module.state_dict(), "steps": 3})
    save("protocol4.pt", collections.OrderedDict(module.state_dict()), pickle_protocol=4)
    save("whole-module.pt", module)
    save("old.pth", {"w": base}, _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(torch.nn.ReLU()), OUT / "script.pt")
    save("float8.pth", {"w": base.to(torch.float8_e4m3fn)})
    save("complex.pth", {"w": base.to(torch.complex64)})
    save("quantized.pth", {"w": torch.quantize_per_tensor(base, 0.1, 0, torch.qint8)})
    save("sparse.pth", {"w": torch.eye(3).to_sparse()})
    save("list.pth", [base])
    save("no-tensors.pth", {"epoch": 3, 4: "x"})


if __name__ == "__main__":
    main()
