"""Identity numbers as strangers may see them, the same in the window, on the terminal and in tables."""


def masked(identity_number: str) -> str:
    """Return an identity number as strangers may see it: the first three and the last three characters."""
    hidden = len(identity_number) - 6
    return (
        f"{identity_number[:3]}{'•' * hidden}{identity_number[-3:]}"
        if hidden > 0
        else "•" * len(identity_number)
    )
