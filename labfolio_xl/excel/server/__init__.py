"""The Python process that answers the worksheet functions of Excel for Windows."""
