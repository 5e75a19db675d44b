"""Build hook: put plotly's one script file where the Voila template serves it from.

The file is 4.8 MB, comes with the pinned plotly package, and is therefore copied when the package is
built (a wheel, or an editable install) and not kept in the repository.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGET = Path("explorer/ui/share/voila/templates/explorer/static/plotly.min.js")


class PlotlyScript(BuildHookInterface):
    """Copy ``plotly.min.js`` out of the plotly package."""

    def initialize(self, version, build_data):
        spec = find_spec("plotly")
        if spec is None or spec.origin is None:
            raise RuntimeError("plotly is not installed in the build environment")
        target = Path(self.root) / TARGET
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(spec.origin).parent / "package_data" / "plotly.min.js", target)
