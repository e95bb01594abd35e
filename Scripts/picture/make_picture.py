"""make_picture.py PROGRAM FILE.webp: dreams the README's moving picture and writes it as an animated WebP file."""
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

SCRIPT = Path(__file__).resolve().with_name("frames.dream")
# How long a frame stays, in milliseconds; the first and the last are looked at longer.
FRAME, FIRST, LAST = 90, 900, 2200


def main():
    program, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "run", SCRIPT], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        frames = [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("frame-*.png"))]
        size = frames[0].size
        frames = [frame.resize(size, Image.Resampling.BICUBIC) for frame in frames]
    times = [FIRST, *[FRAME] * (len(frames) - 2), LAST]
    frames[0].save(target, save_all=True, append_images=frames[1:], duration=times, loop=0, quality=62, method=6)
    print(f"{target}: {len(frames)} frames, {target.stat().st_size / 1e6:.1f} MB")


main()
