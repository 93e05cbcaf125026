"""The one exception of the builders: what is wrong, where, and how to go on."""


class Stop(Exception):
    """The build or the trial cannot go on; the message is for the person at the terminal."""
