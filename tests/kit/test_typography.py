from os.path import exists

import pytest
from django.template import Engine

from lekol.kit.typography import bound, spaced
from lekol.project.settings import loaders


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "Réponse : oui ; non ? « peut-être » !",
            "Réponse\u00a0: oui\u00a0; non\u00a0? «\u00a0peut-être\u00a0»\u00a0!",
        ),
        ("45 % de 300 €", "45\u00a0% de 300\u00a0€"),
        ("à 8:30, rien ne change", "à 8:30, rien ne change"),
    ],
)
def test_french_signs_keep_their_word(typed, printed):
    assert spaced(typed) == printed


def test_only_the_text_of_a_page_is_bound():
    source = (
        '{# a : b #}<a title="Un : deux"{% if x > 1 %} class="a ; b"{% endif %}>Un : deux</a>'
        "<pre><code>curl : x</code></pre>{{ x|default:'a : b' }} : « {{ y }} »{% include 'z' with text='a : b' %}"
    )
    assert bound(source) == (
        '{# a : b #}<a title="Un : deux"{% if x > 1 %} class="a ; b"{% endif %}>Un\u00a0: deux</a>'
        "<pre><code>curl : x</code></pre>{{ x|default:'a : b' }}\u00a0: «\u00a0{{ y }}\u00a0»"
        "{% include 'z' with text='a : b' %}"
    )


def test_the_loader_binds_pages_and_leaves_letters_as_typed():
    engine = Engine(loaders=loaders("lekol.kit.typography.Loader"), app_dirs=False)
    loader = engine.template_loaders[0].loaders[0].loaders[0]

    def read(name: str) -> str:
        return next(loader.get_contents(origin) for origin in loader.get_template_sources(name) if exists(origin.name))

    assert "administration\u00a0: <a" in read("privacy/register.html")
    assert "\u00a0" not in read("identity/invitation.txt")
