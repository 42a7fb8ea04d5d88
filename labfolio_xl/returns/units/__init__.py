"""What the numbers of a table are, and which of them cannot be returns."""
