"""Paper and files: accessible PDF, OpenDocument text, a page by itself, data. The same content, the same bytes."""

from lekol.governance.queries.printing.data import as_csv, as_json
from lekol.governance.queries.printing.odt import as_odt
from lekol.governance.queries.printing.page import as_html
from lekol.governance.queries.printing.pdf import minutes_pdf, review_pdf

__all__ = ["as_csv", "as_html", "as_json", "as_odt", "minutes_pdf", "review_pdf"]
