"""How the manual is built: `make docs`."""

import os
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
for place in (HERE / "_ext", ROOT):
    sys.path.insert(0, str(place))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))  # for executed pages

project = "hubsim"
author = "hubsim contributors"
copyright = author  # Sphinx wants this name
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

extensions = ["myst_nb", "from_code"]
exclude_patterns = ["_build", "README.md"]
source_suffix = {".md": "myst-nb"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # pages of decisions may begin where they like

nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_in_temp = True
nb_ipywidgets_js = {}  # no widgets, and so no request to another server

html_theme = "alabaster"
html_title = "hubsim"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_copy_source = False
html_show_sourcelink = False
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_theme_options = {
    "description": "How many places, staff and seats a return hub needs, who waits, who stays too long, and how sure we are.",
    "page_width": "1280px",
    "sidebar_width": "240px",
    "fixed_sidebar": True,
    "font_family": "system-ui, sans-serif",
    "head_font_family": "system-ui, sans-serif",
    "show_powered_by": False,
}
