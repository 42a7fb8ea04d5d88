"""What runs in the child process that reads files: they become cells, whatever they hold.

The standard library and calamine alone: the child starts in hundredths of a second, and the
limit of its memory is not spent on numpy. ``files`` starts it, watches it and judges the cells.
"""
