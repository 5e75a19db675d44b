"""The explorer as plain files for any web host: no kernel, no server of ours, readable with scripts off."""

from explorer.site.write import write_site

__all__ = ["write_site"]
