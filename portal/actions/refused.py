"""That something which an officer said cannot be."""


class Refused(ValueError):
    """What was said cannot be: `field` names what, the message says why, for the officer."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
