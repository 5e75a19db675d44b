"""``python -m explorer.ui`` writes the first paint anew."""

from explorer.ui import first_paint

first_paint.TARGET.write_text(first_paint.html(), "utf-8")
print(first_paint.TARGET.name, "written")
