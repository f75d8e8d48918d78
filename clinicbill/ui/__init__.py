"""The window: the only place that may import PySide6."""
