"""Pages per reader: home, perimeter, rights, search, journal, help, and what is said when something fails."""

from lekol.desks.views.errors import bad_request, csrf_failure, forbidden, not_found, server_error, too_many

__all__ = ["bad_request", "csrf_failure", "forbidden", "not_found", "server_error", "too_many"]
