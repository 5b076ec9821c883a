"""Trains the network of digits.bb on rendered digits and writes its weights as safetensors.

    python train.py            # about five minutes on one core

Next to this file it writes digits.safetensors and a few pictures; the images, labels and logits that
the Java tests compare with go to ../src/test/resources/digits. The network is network.py, as bbc
wrote it of digits.bb. Seeded: on one machine and one version of PyTorch, training again gives the
same files.
"""

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file

from network import Digits
from render import UNSEEN_FONTS, random_set, sample_images

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent / "src" / "test" / "resources" / "digits"

SEED = 28
TRAIN_IMAGES = 40_000
TEST_IMAGES = 1_000
EPOCHS = 8
BATCH = 128
LEARNING_RATE = 4e-3
MEAN, STD = 0.5, 0.25


def preprocess(images):
    """Bytes to what the network wants: the `preprocess` clause of digits.bb."""
    return (torch.from_numpy(images).float() / 255 - MEAN) / STD


def train(network, images, labels):
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=1e-2)
    steps = len(images) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, epochs=EPOCHS, steps_per_epoch=steps)
    for epoch in range(EPOCHS):
        network.train()
        start, total = time.time(), 0.0
        order = torch.randperm(len(images))[: steps * BATCH]
        for batch in order.view(steps, BATCH):
            loss = F.cross_entropy(network(images[batch]), labels[batch])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total / steps:.4f}, {time.time() - start:.0f} s", flush=True)


def logits_of(network, images):
    network.eval()
    with torch.inference_mode():
        return torch.cat([network(part) for part in preprocess(images).split(250)]).numpy()


def accuracy(logits, labels):
    return 100 * float((logits.argmax(1) == labels).mean())


def write_sheet(path, images, columns=40):
    """All images in one PNG, row by row."""
    rows = len(images) // columns
    size = images.shape[-1]
    sheet = images.reshape(rows, columns, size, size).transpose(0, 2, 1, 3)
    Image.fromarray(sheet.reshape(rows * size, columns * size)).save(path, optimize=True)


def write_logits(path, names, logits):
    """One line per image: its label or name, then PyTorch's ten logits, each an exact float32."""
    with open(path, "w", encoding="utf-8") as file:
        for name, row in zip(names, logits):
            file.write("\t".join([str(name), *(f"{value:.9g}" for value in row)]) + "\n")


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)

    start = time.time()
    images, labels = random_set(TRAIN_IMAGES, SEED)
    held_out, held_out_labels = random_set(TEST_IMAGES, SEED + 1)
    unseen, unseen_labels = random_set(TEST_IMAGES, SEED + 2, UNSEEN_FONTS)
    print(f"rendered {TRAIN_IMAGES + 2 * TEST_IMAGES} images, {time.time() - start:.0f} s", flush=True)

    network = Digits()
    print(f"{sum(p.numel() for p in network.parameters())} parameters")
    train(network, preprocess(images), torch.from_numpy(labels))

    logits = logits_of(network, held_out)
    print(f"held-out images: {accuracy(logits, held_out_labels):.1f} %")
    print(f"the same with fonts never seen: {accuracy(logits_of(network, unseen), unseen_labels):.1f} %")

    save_file(network.state_dict(), HERE / "digits.safetensors")

    samples = sample_images()
    for name, image in samples.items():
        Image.fromarray(image).save(HERE / f"{name}.png")
    pictures = np.stack(list(samples.values()))[:, None]

    TESTS.mkdir(parents=True, exist_ok=True)
    write_sheet(TESTS / "heldout.png", held_out[:, 0])
    write_logits(TESTS / "heldout.tsv", held_out_labels, logits)
    write_logits(TESTS / "pictures.tsv", samples, logits_of(network, pictures))


if __name__ == "__main__":
    main()
