"""Builtin tags that do what Django’s do, for less. Named by `builtins`: no template loads this."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse
from django.utils.html import conditional_escape

from lekol.kit.addresses import address

register = template.Library()


class AddressNode(URLNode):
    """`{% url %}` whose address is found once for its name and arguments."""

    def render(self, context: Context) -> Any:
        if self.kwargs or self.asvar:
            return super().render(context)
        args = [arg.resolve(context) for arg in self.args]
        found = address(self.view_name.resolve(context), *args)
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    """`{% url "app:name" argument %}`, as Django writes it."""
    node = parse(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
