"""The page: messages of a reader in, what is to be seen out. It knows no widget, no kernel and no server."""
