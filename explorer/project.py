"""What the project is called, where it lives and on what terms: each said once."""

NAME = "Buildout explorer"
PACKAGE = "buildout-explorer"
"""What it is called where Python's packages are."""
VERSION = "0.2.0"
AUTHORS = "The buildout explorer authors"
REPOSITORY = "https://github.com/buildout-explorer/buildout-explorer"
"""Where code, data and corrections meet; the README's badges and links name the same place (a test compares them)."""
SITE = "https://buildout-explorer.github.io/buildout-explorer/"
"""Where the explorer is live without a server."""

DATA_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""The terms of our own data and of the numbers computed from it."""
