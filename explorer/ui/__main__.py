"""``python -m explorer.ui`` writes the first paint anew."""

from explorer.ui import first_paint

first_paint.write()
print(first_paint.TARGET.name, "written")
