"""``python -m explorer.page FILE`` writes the first paint for Voila's template, as Binder's postBuild does."""

import sys
from pathlib import Path

from explorer.page.story import write_first_paint

write_first_paint(Path(sys.argv[1]))
