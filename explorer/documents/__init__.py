"""Claims held against the documents they were read from."""
