"""What is installed beside Excel, and what is checked of it."""
