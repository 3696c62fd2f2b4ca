"""What can go wrong while the house is being opened."""


class CannotStart(Exception):
    """The portal cannot start; the text is one clear line that says why and what to do."""
