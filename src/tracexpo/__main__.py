"""`python -m tracexpo` is the command."""

import sys

from tracexpo.cli import main

if __name__ == "__main__":
    sys.exit(main())
