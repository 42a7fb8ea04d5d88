"""The frequency of tables, and the matching of tables with different frequencies or dates."""
