"""What one asks of the model: what would have to be true, what decides it, what stops it, did it happen."""
