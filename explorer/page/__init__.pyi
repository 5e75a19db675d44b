"""What is imported from the package itself, when it is first asked for."""

from . import panels as panels
