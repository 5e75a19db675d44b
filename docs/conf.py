"""How the site is made from docs/ and notebooks/ (make docs). The folder of its sources is that of the repository, so
that a link between two files is the same on the site and on a code host.
"""

import shutil
import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import tables  # noqa: E402  (it stands beside this file)

import explorer  # noqa: E402
from explorer.charts import plotly_script, registry  # noqa: E402

project = "Buildout explorer"
author = "The buildout explorer authors"
copyright = "The buildout explorer authors; texts CC BY 4.0, code BSD-3-Clause"
release = version = explorer.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = ["docs/**", "notebooks/*.ipynb", "seeds/README.md", "*.md"]
# README is the front page of the repository: the site has its own, without badges of other origins.
exclude_patterns = [
    "README.md",
    "docs/generated/*",
    "docs/examples/**",
    "notebooks/explorer.ipynb",
    "**/.ipynb_checkpoints",
]

# Words in single backticks are code in our docstrings; where they name something documented here, they link to it.
default_role = "py:obj"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
# their argument "dark" stands in no source, from which defaults are read
for drawing in registry.all_charts().values():
    vars(drawing).pop("__wrapped__")
python_use_unqualified_type_names = True
add_module_names = False

myst_heading_anchors = 3
myst_links_external_new_tab = False
# An attribute in braces after a span or a block; definition lists for the glossary.
myst_enable_extensions = ["attrs_inline", "deflist"]

# The figures offer plotly's own format as well, for JupyterLab; the site takes their HTML. Behind the HTML of a panel
# stands its widget as an output of its own, of which the site takes nothing.
suppress_warnings = ["mystnb.unknown_mime_type", "mystnb.mime_priority"]

nb_execution_mode = "force"
nb_execution_timeout = 180
nb_execution_raise_on_error = True
nb_execution_in_temp = True
# No kernel stands behind the site, and nothing is loaded from elsewhere: of charts and panels it takes the HTML.
nb_ipywidgets_js = {}
nb_mime_priority_overrides = [
    ("html", "application/vnd.jupyter.widget-view+json", None),
    ("html", "application/vnd.plotly.v1+json", None),
    ("html", "text/html", 1),
]

html_theme = "furo"
html_title = "Buildout explorer"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_extra_path = ["redirect"]
html_copy_source = False
html_show_sphinx = False

linkcheck_timeout = 30
linkcheck_retries = 2
linkcheck_workers = 4
# Sources that answer programs with "forbidden" are there all the same; what is gone answers 404 or not at all.
linkcheck_allow_unauthorized = True
linkcheck_report_timeouts_as_broken = False
linkcheck_ignore = [r"https://mybinder\.org/.*", r"http://localhost.*"]


def _draw_with_our_copy(app, pagename, templatename, context, doctree):
    """Let the charts of a page find plotly.js beside it (explorer/charts/plotly_script.py looks for this link)."""
    if pagename.startswith("notebooks/"):
        address = context["pathto"](f"_static/{plotly_script.NAME}", 1)
        context["metatags"] += f'<link rel="preload" as="script" data-explorer-plotly href="{address}">'


def _copy_plotly(app, exception):
    if exception is None and app.builder.format == "html":
        shutil.copyfile(plotly_script.PATH, Path(app.outdir) / "_static" / plotly_script.NAME)


def setup(app: Sphinx) -> None:
    tables.write_all(HERE / "generated")
    app.connect("html-page-context", _draw_with_our_copy)
    app.connect("build-finished", _copy_plotly)
