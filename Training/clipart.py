"""Collects the cut-outs of `renderer/cutouts.py` from two Debian packages into one file. Needs apt-get and dpkg-deb."""

import argparse
import os
import subprocess
from pathlib import Path

import cv2
import numpy as np
from fontTools.ttLib import TTFont

from renderer.cutouts import PACK, SIDE, SOURCES

PACKAGES = "openclipart-png", "fonts-noto-color-emoji"
PICTURES = "usr/share/openclipart/png"
FONT = "usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"


def fetch(folder: Path):
    """Downloads the packages and unpacks them into `folder`, without installing them."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", *PACKAGES], cwd=folder, check=True)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)


class Emoji:
    """The font's bitmaps by their character."""

    def __init__(self, path: Path):
        font = TTFont(path, lazy=True)
        self.glyphs, self.bitmaps = font.getBestCmap(), font["CBDT"].strikeData[0]

    def __getitem__(self, character: str) -> bytes:
        """The character's PNG."""
        return bytes(self.bitmaps[self.glyphs[ord(character)]].imageData)


def trimmed(png: bytes) -> np.ndarray | None:
    """The picture's opaque part, at most SIDE long: uint8 [height, width, 4], RGBA, premultiplied. None if it has a
    ground of its own or is next to nothing."""
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim < 3 or pixels.shape[2] < 4:
        return None
    x, y, width, height = cv2.boundingRect((pixels[..., 3] > 16).astype(np.uint8))
    if min(width, height) < 16:
        return None
    pixels = pixels[y : y + height, x : x + width].astype(np.float32)
    pixels[..., :3] *= pixels[..., 3:] / 255
    scale = min(1.0, SIDE / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = np.uint8(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).round())
    opaque = pixels[..., 3] > 128
    if opaque.mean() > 0.97 or opaque.mean() < 0.08:
        return None
    return np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])


def collect(folder: Path):
    """Every class's cut-outs, as (class, pixels)."""
    emoji = Emoji(folder / FONT)
    for name, source in SOURCES.items():
        for word in source.split():
            if "/" in word:
                paths = sorted((folder / PICTURES).glob(word.removesuffix(".png") + ".png"))
                pngs = [path.read_bytes() for path in paths]
            else:
                pngs = [emoji[character] for character in word]
            if not pngs:
                raise FileNotFoundError(f"{name}: nothing at {word}")
            for png in pngs:
                cutout = trimmed(png)
                if cutout is not None:
                    yield name, cutout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, default=Path("data/packages"), help="where to unpack the packages")
    options = parser.parse_args()
    if PACK.exists():
        return
    if not (options.packages / FONT).exists():
        fetch(options.packages)
    names, cutouts = zip(*collect(options.packages))
    PACK.parent.mkdir(parents=True, exist_ok=True)
    part = PACK.with_suffix(".part.npz")
    sizes = np.array([cutout.shape[:2] for cutout in cutouts])
    pixels = np.concatenate([cutout.ravel() for cutout in cutouts])
    np.savez_compressed(part, names=np.array(names), sizes=sizes, pixels=pixels)
    os.replace(part, PACK)
    print(f"{PACK}: {len(cutouts)} cut-outs of {len(set(names))} classes, {PACK.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
