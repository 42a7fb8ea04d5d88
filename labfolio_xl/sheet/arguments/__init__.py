"""What the arguments of a worksheet function may be, how each is read, and its help."""
