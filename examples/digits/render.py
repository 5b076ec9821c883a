"""Digit images, rendered: a glyph or some pen strokes, bent, placed, blurred and made noisy.

Every image is drawn at four times its size and then reduced, so edges are smooth. Half of the images
are light on dark, half dark on light: the network must read both.
"""

from functools import lru_cache
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from strokes import STYLES, digit_strokes

SIZE = 28
SCALE = 4
CANVAS = SIZE * SCALE

# Fonts that matplotlib ships, so that every machine renders the same images.
FONTS = [
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique",
    "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic",
    "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmr10", "cmb10", "cmss10", "cmtt10",
]
# Fonts that no training image uses: what the network has really never seen.
UNSEEN_FONTS = ["DejaVuSansMono-BoldOblique", "DejaVuSerif-BoldItalic", "STIXGeneralBolIta", "cmti10"]


@lru_cache(maxsize=None)
def _font(name):
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / f"{name}.ttf"), 96)


@lru_cache(maxsize=None)
def _glyph(digit, name):
    """A digit of a font, cut to its ink: white on black."""
    text, font = str(digit), _font(name)
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(image).text((-left, -top), text, font=font, fill=255)
    return image


def draw_font(digit, name, height, weight):
    """The glyph `height` canvas pixels high; `weight` < 0 thins it, > 0 thickens it."""
    glyph = _glyph(digit, name)
    width = max(1, round(glyph.width * height / glyph.height))
    canvas = Image.new("L", (CANVAS, CANVAS))
    canvas.paste(
        glyph.resize((width, height), Image.Resampling.BILINEAR),
        ((CANVAS - width) // 2, (CANVAS - height) // 2),
    )
    if weight > 0:
        return canvas.filter(ImageFilter.MaxFilter(2 * weight + 1))
    if weight < 0:
        return canvas.filter(ImageFilter.MinFilter(1 - 2 * weight))
    return canvas


def draw_strokes(strokes, height, aspect, pen):
    """The strokes `height` canvas pixels high, drawn with a round pen `pen` canvas pixels wide."""
    canvas = Image.new("L", (CANVAS, CANVAS))
    draw = ImageDraw.Draw(canvas)
    size = np.array([height * aspect, height])
    for stroke in strokes:
        points = [tuple(p) for p in (stroke - 0.5) * size + CANVAS / 2]
        draw.line(points, fill=255, width=pen, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return canvas


def place(canvas, angle, shear, stretch, shift):
    """The canvas turned by `angle` degrees, sheared, stretched in width, moved by `shift` pixels."""
    a = np.deg2rad(angle)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    back = np.linalg.inv(turn @ np.array([[stretch, shear], [0, 1]]))
    middle = np.full(2, CANVAS / 2)
    offset = middle - back @ (middle + np.array(shift) * SCALE)
    matrix = (*back[0], offset[0], *back[1], offset[1])
    return canvas.transform(canvas.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def expose(canvas, blur, ink, paper, noise, gradient, rng):
    """The canvas as a grey image of the final size: `ink` on `paper` (0 to 255), lit unevenly, noisy."""
    if blur > 0:
        canvas = canvas.filter(ImageFilter.GaussianBlur(float(blur) * SCALE))
    cover = np.asarray(canvas.reduce(SCALE), dtype=np.float64) / 255
    image = paper + (ink - paper) * cover
    y, x = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    image += gradient[0] * x + gradient[1] * y
    image += rng.normal(0, noise, image.shape)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def random_image(digit, rng, fonts=FONTS):
    """One image of `digit`, everything about it drawn from `rng`."""
    if rng.random() < 0.5:
        height = int(rng.integers(62, 92))
        canvas = draw_font(digit, fonts[rng.integers(len(fonts))], height, int(rng.integers(-1, 3)))
    else:
        style = list(STYLES)[rng.choice(len(STYLES), p=[0.7, 0.2, 0.1])]
        strokes = digit_strokes(digit, style, rng)
        height = int(rng.integers(56, 88))
        canvas = draw_strokes(strokes, height, rng.uniform(0.5, 0.85), int(rng.integers(5, 15)))
    canvas = place(
        canvas,
        angle=rng.normal(0, 8),
        shear=rng.normal(0, 0.12),
        stretch=rng.uniform(0.85, 1.15),
        shift=rng.uniform(-2.5, 2.5, 2),
    )
    dark, contrast = rng.uniform(0, 70), rng.uniform(70, 185)
    ink, paper = (dark + contrast, dark) if rng.random() < 0.5 else (dark, dark + contrast)
    return expose(
        canvas,
        blur=rng.choice([0, rng.uniform(0, 0.8)]),
        ink=ink,
        paper=paper,
        noise=rng.choice([0, rng.uniform(0, 18)]),
        gradient=rng.normal(0, 8, 2),
        rng=rng,
    )


def random_set(count, seed, fonts=FONTS):
    """`count` images and their labels, the labels going round from 0 to 9."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    return np.stack([random_image(int(d), rng, fonts) for d in labels])[:, None], labels


def sample_images():
    """The pictures that lie beside the network: one of each kind, chosen by hand."""
    rng = np.random.default_rng(7)
    plain = dict(blur=0.2, noise=0, gradient=(0, 0), rng=rng)
    paper = dict(plain, ink=25, paper=245)
    slate = dict(plain, ink=250, paper=10)

    def hand(digit, shape, pen=9):
        return draw_strokes(digit_strokes(digit, "hand", rng, shape), 80, 0.65, pen)

    segments = draw_strokes(digit_strokes(5, "segments", rng), 76, 0.55, 8)
    return {
        "zero": expose(draw_font(0, "cmr10", 80, 0), **slate),
        "three": expose(hand(3, 0), **paper),
        "four-rotated": expose(place(hand(4, 1), 17, 0.1, 1, (1, -1)), **slate),
        "five-display": expose(segments, **slate),
        "seven": expose(hand(7, 1), **paper),
        "eight-noisy": expose(hand(8, 1), **dict(slate, ink=170, paper=70, noise=22, gradient=(15, -10))),
        "nine-serif": expose(draw_font(9, "DejaVuSerif-BoldItalic", 78, 0), **paper),
    }
