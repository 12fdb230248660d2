"""The build command: `python build.py` makes site/ from content/, `python build.py check` only looks at the content."""

from __future__ import annotations

import os
import sys

from site_src.build_command import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal that can't show Thai
    sys.exit(main(sys.argv[1:], os.environ))
