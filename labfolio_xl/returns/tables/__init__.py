"""Frames and blocks as checked tables."""
