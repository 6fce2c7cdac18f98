"""Draw the first page of each document of the example, as printed: `python tools/build_document_pictures.py`.

The example is `examples/documents.py`. Needs the extra `pdf` with Pango, `pdftoppm` (poppler-utils) and Pillow. Which
document was drawn stands in each picture as its digest, so `--check` tells without drawing which are not of today.
"""

import io
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from tracexpo import documents

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures" / "documents"
WIDTH = {"portrait": 760, "landscape": 1060}
"""Width of a picture [pixel]."""
MOST = 60_000
"""Size of a picture at the most [byte]."""


def picture(document: Any, lang: Any) -> Image.Image:
    """Draw the first page of a document."""
    drawn = subprocess.run(
        ["pdftoppm", "-png", "-r", "150", "-f", "1", "-l", "1", "-"],  # noqa: S607
        input=documents.to_pdf(document, lang),
        capture_output=True,
        check=True,
    )
    page = Image.open(io.BytesIO(drawn.stdout)).convert("RGB")
    width = WIDTH["landscape" if page.width > page.height else "portrait"]
    return page.resize((width, page.height * width // page.width), Image.Resampling.LANCZOS)


def saved(image: Image.Image, digest: str) -> bytes:
    """Return a picture with as many shades as its size allows."""
    told = PngImagePlugin.PngInfo()
    told.add_text("document", digest)
    for colours in (32, 16, 8):
        content = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(content, "PNG", optimize=True, pnginfo=told)
        if content.tell() <= MOST:
            break
    return content.getvalue()


def main() -> None:
    """Draw the pictures, or tell which are not of today."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    made = runpy.run_path(str(ROOT / "examples" / "documents.py"))["made"]()
    stale = []
    for name, document in made.items():
        path = PICTURES / f"{name}.png"
        digest = documents.digest(document)
        if "--check" not in sys.argv:
            path.write_bytes(saved(picture(document, "fr"), digest))
        elif not path.is_file() or digest.encode() not in path.read_bytes():
            stale.append(name)
    if stale:
        raise SystemExit(f"not in step: {', '.join(stale)}")


if __name__ == "__main__":
    main()
