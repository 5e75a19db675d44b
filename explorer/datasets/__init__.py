"""Records as tidy tables: units to one canon, like compared with like, and what relates one claim to another."""
