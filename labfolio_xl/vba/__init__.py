"""The VBA project of our workbooks: its sources, its file format, and its renewal by `upgrade`."""
