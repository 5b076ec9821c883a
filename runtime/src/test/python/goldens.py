"""Makes the goldens under src/test/resources/io with Pillow, NumPy and safetensors.

    python3 -m venv venv && venv/bin/pip install pillow numpy safetensors
    venv/bin/python src/test/python/goldens.py src/test/resources/io

Run from the runtime module. The files are checked in; nothing in the build needs Python.
"""

import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from safetensors.numpy import save_file

OUT = Path(sys.argv[1])
RANDOM = np.random.default_rng(7)
FILTERS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def scene(width, height, channels):
    """Gradients, an edge and noise: what a resize can get wrong."""
    y, x = np.mgrid[0:height, 0:width]
    layers = [x * 255 // max(width - 1, 1), y * 255 // max(height - 1, 1), (x // 3 + y // 4) % 2 * 255]
    image = np.stack(layers[:channels], axis=2).astype(np.int64)
    image += RANDOM.integers(-40, 41, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)


def resizes():
    folder = OUT / "resize"
    folder.mkdir(parents=True, exist_ok=True)
    source = scene(37, 29, 3)
    np.save(folder / "source.npy", source)
    for name, kind in FILTERS.items():
        for width, height in [(16, 12), (7, 29), (37, 5), (50, 41), (61, 9), (1, 1), (37, 29)]:
            resized = Image.fromarray(source).resize((width, height), kind)
            np.save(folder / f"{name}-{width}x{height}.npy", np.asarray(resized))


def centre_crop(image, width, height):
    """torchvision.transforms.functional.center_crop."""
    w, h = image.size
    if width > w or height > h:
        left = (width - w) // 2 if width > w else 0
        top = (height - h) // 2 if height > h else 0
        padded = Image.new(image.mode, (max(width, w), max(height, h)))
        padded.paste(image, (left, top))
        image = padded
        w, h = image.size
    top = int(round((h - height) / 2.0))
    left = int(round((w - width) / 2.0))
    return image.crop((left, top, left + width, top + height))


def preprocess(image, resize, size, mean, std, kind):
    """torchvision's Resize, CenterCrop, ToTensor, Normalize."""
    w, h = image.size
    if resize:
        new = (resize, int(resize * h / w)) if w <= h else (int(resize * w / h), resize)
        image = centre_crop(image.resize(new, FILTERS[kind]), *size)
    else:
        image = image.resize(size, FILTERS[kind])
    array = np.asarray(image).reshape(size[1], size[0], -1).transpose(2, 0, 1)
    array = array.astype(np.float32) / np.float32(255)
    if mean:
        array -= np.array(mean, np.float32)[:, None, None]
        array /= np.array(std, np.float32)[:, None, None]
    return array


def pipelines():
    folder = OUT / "preprocess"
    folder.mkdir(parents=True, exist_ok=True)
    photo = Image.fromarray(scene(53, 40, 3))
    photo.save(folder / "photo.png")
    imagenet = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    cases = [
        ("imagenet", "RGB", 32, (28, 28), *imagenet, "bilinear"),
        ("tall", "RGB", 30, (20, 24), *imagenet, "bicubic"),
        ("whole", "RGB", 0, (24, 16), [], [], "bilinear"),
        ("grey", "L", 0, (28, 28), [0.1307], [0.3081], "bilinear"),
        ("padded", "RGB", 20, (31, 25), [], [], "nearest"),
        ("odd", "RGB", 33, (28, 28), [], [], "nearest"),
    ]
    listed = []
    for name, mode, resize, size, mean, std, kind in cases:
        np.save(folder / f"{name}.npy", preprocess(photo.convert(mode), resize, size, mean, std, kind))
        listed.append({"name": name, "channels": len(mode), "resize": resize, "width": size[0],
                       "height": size[1], "mean": mean, "std": std, "interpolation": kind})
    (folder / "cases.json").write_text(json.dumps(listed, indent=1) + "\n")


def fitted(image, rule):
    """Pillow's ImageOps.pad, channels in another order, values up to another number."""
    grey = (rule["letterbox"],) * 3
    size = (rule["width"], rule["height"])
    if rule["letterbox"] >= 0:
        image = ImageOps.pad(image, size, FILTERS["bilinear"], color=grey)
    else:
        image = image.resize(size, FILTERS["bilinear"])
    array = np.asarray(image).transpose(2, 0, 1)[:: -1 if rule["bgr"] else 1].astype(np.float32)
    if rule["scale"] != 255:
        array = array / np.float32(255) * np.float32(rule["scale"])
    return array - np.array(rule["mean"], np.float32)[:, None, None] if rule["mean"] else array


def fits():
    folder = OUT / "preprocess"
    photo = Image.open(folder / "photo.png")
    rules = [
        {"name": "letterbox-wide", "width": 40, "height": 16, "letterbox": 114, "bgr": False, "scale": 1, "mean": []},
        {"name": "letterbox-tall", "width": 21, "height": 33, "letterbox": 0, "bgr": True, "scale": 255, "mean": []},
        {"name": "caffe", "width": 24, "height": 24, "letterbox": -1, "bgr": True, "scale": 255, "mean": [103.939, 116.779, 123.68]},
        {"name": "scaled", "width": 12, "height": 9, "letterbox": -1, "bgr": False, "scale": 2, "mean": [1, 1, 1]},
    ]
    for rule in rules:
        np.save(folder / f"{rule['name']}.npy", fitted(photo, rule))
    (folder / "fits.json").write_text(json.dumps(rules, indent=1) + "\n")


def turned():
    """The same picture as a camera stores it, held in eight ways, and as Pillow turns it."""
    folder = OUT / "images"
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        stored = Image.open(folder / "rgb.png").convert("RGB")
        stored.save(folder / f"turned-{orientation}.png", exif=exif)
        upright = ImageOps.exif_transpose(Image.open(folder / f"turned-{orientation}.png"))
        np.save(folder / f"turned-{orientation}.npy", np.asarray(upright))
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    stored.save(folder / "turned-jpeg.jpg", exif=exif, quality=95)
    upright = ImageOps.exif_transpose(Image.open(folder / "turned-jpeg.jpg"))
    np.save(folder / "turned-jpeg.npy", np.asarray(upright))
    exif[0x0112] = 6
    stored.save(folder / "turned-webp.webp", exif=exif, lossless=True)
    np.save(folder / "turned-webp.npy", np.load(folder / "turned-6.npy"))
    Image.open(folder / "rgba.png").save(folder / "alpha-webp.webp", lossless=True, exact=True)
    np.save(folder / "alpha-webp.npy", np.load(folder / "rgba.npy"))
    Image.open(folder / "rgb-jpeg.jpg").save(folder / "lossy-webp.webp", quality=90)
    np.save(folder / "lossy-webp.npy", np.asarray(Image.open(folder / "lossy-webp.webp")))


def png(path, width, height, depth, colour, rows):
    """A PNG of a kind that Pillow does not write; `rows` are bytes."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def on_white(rgb, alpha):
    rgb, alpha = rgb.astype(int), alpha.astype(int)[..., None]
    return ((rgb * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def images():
    """Each kind of image, and what it decodes to as [height, width, channels]."""
    folder = OUT / "images"
    folder.mkdir(parents=True, exist_ok=True)
    rgb = scene(13, 9, 3)
    picture = Image.fromarray(rgb)
    alpha = RANDOM.integers(0, 256, (9, 13)).astype(np.uint8)
    alpha[0, :5] = [0, 255, 128, 1, 254]
    grey = np.asarray(picture.convert("L"))

    def keep(name, expected):
        np.save(folder / f"{name}.npy", np.ascontiguousarray(expected).reshape(9, 13, -1))

    picture.save(folder / "rgb.png")
    keep("rgb", rgb)
    picture.convert("L").save(folder / "grey.png")
    keep("grey", grey)
    Image.fromarray(np.dstack([rgb, alpha])).save(folder / "rgba.png")
    keep("rgba", on_white(rgb, alpha))
    Image.fromarray(np.dstack([grey, alpha]), "LA").save(folder / "grey-alpha.png")
    keep("grey-alpha", on_white(grey[..., None], alpha))
    palette = picture.quantize(16)
    palette.save(folder / "palette.png")
    keep("palette", np.asarray(palette.convert("RGB")))
    palette.save(folder / "palette-transparent.png", transparency=3)
    holes = np.where(np.asarray(palette) == 3, 0, 255)
    keep("palette-transparent", on_white(np.asarray(palette.convert("RGB")), holes))
    bits = picture.convert("1")
    bits.save(folder / "bits.png")
    keep("bits", np.asarray(bits.convert("L")))
    deep = RANDOM.integers(0, 65536, (9, 13)).astype(np.uint16)
    Image.fromarray(deep).save(folder / "grey16.png")
    keep("grey16", (deep >> 8).astype(np.uint8))
    deep = RANDOM.integers(0, 65536, (9, 13, 3)).astype(">u2")
    png(folder / "rgb16.png", 13, 9, 16, 2, [row.tobytes() for row in deep])
    keep("rgb16", (deep >> 8).astype(np.uint8))
    # smooth, as chroma is stored at half resolution and decoders differ at edges
    y, x = np.mgrid[0:9, 0:13]
    smooth = Image.fromarray(np.stack([x * 15, y * 20, 200 - x * 8], 2).astype(np.uint8))
    for name, image in [("rgb-jpeg", smooth), ("grey-jpeg", smooth.convert("L"))]:
        image.save(folder / f"{name}.jpg", quality=95)
        keep(name, np.asarray(Image.open(folder / f"{name}.jpg")))
    smooth.convert("CMYK").save(folder / "cmyk.jpg")


def arrays():
    folder = OUT / "npy"
    folder.mkdir(parents=True, exist_ok=True)
    values = np.array([[0, 1, 2], [3, 100, 5]])
    for kind in ["f2", "f4", "f8", "u1", "i1", "i2", "i4", "i8"]:
        np.save(folder / f"{kind}.npy", values.astype(kind))
    np.save(folder / "b1.npy", values > 1)
    np.save(folder / "scalar.npy", np.float32(2.5))
    np.save(folder / "vector.npy", np.arange(3, dtype="f4"))
    np.save(folder / "big-endian.npy", values.astype(">f4"))
    np.save(folder / "fortran.npy", np.asfortranarray(values.astype("f4")))
    np.save(folder / "complex.npy", values.astype("c8"))
    np.save(folder / "record.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    with open(folder / "version2.npy", "wb") as file:
        np.lib.format.write_array(file, values.astype("f4"), version=(2, 0))


def floats():
    """Sixteen-bit floats beside the float32 they stand for, as NumPy widens them."""
    halves = np.concatenate([
        np.array([0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x3C00, 0xBC00, 0x7BFF, 0xFBFF,
                  0x7C00, 0xFC00], np.uint16),
        RANDOM.integers(0, 0x7C00, 200).astype(np.uint16),
        (RANDOM.integers(0, 0x7C00, 200) | 0x8000).astype(np.uint16),
    ])
    pairs = {"f16": [[int(h), int(f)] for h, f in
                     zip(halves, halves.view(np.float16).astype(np.float32).view(np.uint32))]}
    (OUT / "floats.json").write_text(json.dumps(pairs) + "\n")
    values = np.array([[0, 1, 2], [3, 100, 5]])
    save_file(
        {kind: values.astype(kind) for kind in
         ["float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8"]}
        | {"scalar": np.array(2.5, np.float32), "empty": np.zeros((2, 0), np.float32), "bool": values > 1},
        OUT / "types.safetensors",
        metadata={"format": "pt"})


OUT.mkdir(parents=True, exist_ok=True)
resizes()
pipelines()
images()
fits()
turned()
arrays()
floats()
