"""The printing child: reads an order from standard input, writes the PDF to standard output.

Run as `python -I -m exports.typst_child`; the only caller of Typst.
"""

import json
import sys
from importlib import resources
from pathlib import Path

import typst

TEMPLATES = Path(__file__).with_name("templates")
FONTS = Path(str(resources.files("manimgx_fonts_cjk")))


def main() -> int:
    """Print what standard input orders; return 1 and say why when Typst refuses or warns."""
    order = json.load(sys.stdin.buffer)
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATES / order["template"],
            root=TEMPLATES,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"title": order["title"], "data": order["data"]},
            timestamp=order["made_at"],
        )
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        return 1
    if warnings:
        # A missing font is only a warning, and a page of boxes.
        sys.stderr.write("\n".join(warning.diagnostic for warning in warnings))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
