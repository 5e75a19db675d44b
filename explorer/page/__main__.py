"""``python -m explorer.page FOLDER`` writes the first paint beside Voila's template, as Binder's postBuild does."""

import sys
from pathlib import Path

from explorer.page.first_paint import write

write(Path(sys.argv[1]))
