"""The program of the child process that reads the cells of files.

It imports only the standard library and calamine, so that it starts in hundredths of a second and
its limited memory is not used for numpy. The package ``files`` starts it, limits its time and
reads tables from the cells.
"""
