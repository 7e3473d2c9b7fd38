"""The one script we did not write is the one its authors published."""

import hashlib

from tools import vendor


def test_the_script_brought_in_is_the_published_one():
    assert hashlib.sha256((vendor.PLACE / "htmx.min.js").read_bytes()).hexdigest() == vendor.SHA256


def test_its_licence_and_its_version_came_with_it():
    assert "Zero-Clause BSD" in (vendor.PLACE / "LICENCE-0BSD.txt").read_text(encoding="utf-8")
    assert f'version:"{vendor.VERSION}"' in (vendor.PLACE / "htmx.min.js").read_text(encoding="utf-8")
