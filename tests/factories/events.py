"""Events and standing rows."""

__all__: list[str] = []
