"""What a step of the check in Excel may find instead of passing."""

__all__ = ["Fault", "NotChecked"]


class Fault(Exception):  # noqa: N818  # a finding about Excel, not an error of this program
    """A step found a fault; the message is one sentence."""


class NotChecked(Exception):  # noqa: N818  # not an error either
    """A step cannot be checked, because this host lacks a member; the message names it."""
