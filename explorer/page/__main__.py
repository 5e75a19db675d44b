"""``python -m explorer.page FILE`` writes the first paint for Voila's template."""

import sys
from pathlib import Path

from explorer.page.story import write_first_paint

TARGET = Path(__file__).parent / "share/voila/templates/explorer/answer.html"

write_first_paint(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
