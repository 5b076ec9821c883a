"""VoiceActivity, which bbc wrote of vad.bb.

    sound: float32 [batch, 576]
    h: float32 [batch, 1, 128]
    c: float32 [batch, 1, 128]
    speech -> [batch, 1]
    next_h -> [batch, 1, 128]
    next_c -> [batch, 1, 128]
"""

import argparse

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

try:
    from tqdm import tqdm
except ImportError:

    def tqdm(batches, desc):
        for done, batch in enumerate(batches, 1):
            end = "\n" if done == len(batches) else ""
            print(f"\r{desc}: batch {done} of {len(batches)}", end=end, flush=True)
            yield batch


def recur(module, x, *states):
    """Calls a recurrent module with states [batch, layers, features], and yields such states."""
    states = [state.transpose(0, 1).contiguous() for state in states]
    if not states:
        x, last = module(x)
    else:
        x, last = module(x, tuple(states) if len(states) > 1 else states[0])
    last = last if isinstance(last, tuple) else (last,)
    return x, *(state.transpose(0, 1) for state in last)


def arrays(*files):
    """Examples of .npy files, the last of which has what to answer."""
    tensors = [torch.from_numpy(np.load(file)) for file in files]
    return TensorDataset(*[t.float() if t.is_floating_point() else t for t in tensors])


def loss_of(output, y):
    """What to lower: y has numbers of classes, or what the output should be."""
    if y.is_floating_point():
        return F.mse_loss(output, y)
    return F.cross_entropy(output, y.long())


def train(net, data, epochs, batch, rate):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net.to(device).train()
    loader = DataLoader(data, batch, shuffle=True, drop_last=len(data) > batch)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate)
    for epoch in range(1, epochs + 1):
        total = 0.0
        for *x, y in tqdm(loader, desc=f"epoch {epoch}"):
            loss = loss_of(net(*[each.to(device) for each in x])[0], y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(f"epoch {epoch}: loss {total / len(loader):.4f}")


def main():
    parser = argparse.ArgumentParser(description="Trains VoiceActivity.")
    parser.add_argument(
        "data",
        nargs="+",
        help="sound.npy h.npy c.npy answers.npy",
    )
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--weights", help="a file to go on from")
    parser.add_argument("-o", "--output", default="voiceactivity.safetensors")
    args = parser.parse_args()
    net = VoiceActivity()
    if args.weights:
        net.load_state_dict(load_file(args.weights))
    data = arrays(*args.data)
    train(net, data, args.epochs, args.batch, args.rate)
    save_file(net.cpu().state_dict(), args.output)


if __name__ == "__main__":
    main()
