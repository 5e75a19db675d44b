"""What relates claims to one another: records in, records out."""
