"""Thai text repair."""


def repair_thai(text: str) -> str:
    """The text as a careful typist would have typed it."""
    return text
