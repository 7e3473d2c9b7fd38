"""Addresses by their name, found once: the same few hundred are written on every page."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse


def address(name: str, *args: Any) -> str:
    """The address of that name; NoReverseMatch when there is none."""
    return _found(get_urlconf(), get_script_prefix(), name, *args)


@lru_cache(maxsize=8192, typed=True)
def _found(urlconf: str | None, prefix: str, name: str, *args: Any) -> str:
    return reverse(name, urlconf, args)
