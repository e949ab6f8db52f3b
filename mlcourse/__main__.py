"""`python -m mlcourse` : la même commande que `mlcourse`."""

import sys

from mlcourse.command import main

sys.exit(main())
