"""The item card: picture or labelled placeholder, name, type and colour, why it fits, price, thumbs."""

from html import escape
from urllib.parse import quote, urlsplit

from foundation.events import Card

ROLE_WORDS = {
    "top": "Top",
    "bottom": "Bottom",
    "one_piece": "One-piece",
    "outer": "Layer",
    "shoes": "Shoes",
    "bag": "Bag",
    "accessory": "Accessory",
}
THUMB_WORDS = {"up": "I like", "down": "Not for me:"}


def render_card(card: Card, anchor: str, message_id: str | None, thumb: str | None, role: str | None = None) -> str:
    """A card as HTML; every word of the row is escaped. Without `message_id` it can't be rated yet.

    `role` is its role in the look that it stands in; an empty `anchor` gives it no id.
    """
    place = f' id="{escape(anchor)}"' if anchor else ""
    price = f'<p class="price">{escape(card.price)}</p>' if card.price else ""
    return (
        f'<article class="card"{place} tabindex="-1" aria-label="Item {card.handle}">'
        f'<div class="picture">{_picture(card)}<span class="number" aria-hidden="true">{card.handle}</span></div>'
        f'<div class="words">{_role(role)}<h3>{_name(card)}</h3><p class="kind">{escape(kind(card))}</p>{price}'
        f'<p class="why">{escape(card.why)}</p></div>'
        f'<div class="thumbs">{render_thumbs(card.prod_name, message_id, card.article_id, thumb)}</div></article>'
    )


def render_own(words: str, role: str) -> str:
    """A piece of the shopper's own, which has no picture, in their words."""
    return (
        f'<article class="card own" aria-label="Yours: {escape(words)}"><div class="picture">'
        f'<span class="placeholder"><span class="hanger" aria-hidden="true"></span><b>{escape(words)}</b>'
        f'<span class="yours">Yours</span></span></div><div class="words">{_role(role)}</div></article>'
    )


def _role(role: str | None) -> str:
    return f'<p class="role">{escape(ROLE_WORDS.get(role, role))}</p>' if role else ""


def render_thumbs(name: str, message_id: str | None, article_id: str | None, given: str | None) -> str:
    """The two thumb buttons of an article, or of an answer where `article_id` is None."""
    article = f' data-article="{escape(article_id)}"' if article_id is not None else ""
    message = f' data-message="{escape(message_id)}"' if message_id else " disabled"
    labels = {thumb: escape(f"{words} {name}") for thumb, words in THUMB_WORDS.items()}
    return "".join(
        f'<button type="button" class="thumb {thumb}" data-act="rate" data-rating="{thumb}"{message}{article} '
        f'aria-pressed="{str(given == thumb).lower()}" aria-label="{label}" title="{label}"></button>'
        for thumb, label in labels.items()
    )


def kind(card: Card) -> str:
    """Type and colour in words: 'Trousers · Dark Blue'."""
    return " · ".join(part for part in (card.product_type, card.colour) if part)


def _picture(card: Card) -> str:
    """The picture; where there is none, or it can't be loaded, its words."""
    words = (
        f'<span class="placeholder"><span class="hanger" aria-hidden="true"></span>'
        f"<b>{escape(card.product_type or card.prod_name)}</b><span>{escape(card.colour)}</span></span>"
    )
    if not card.image:
        return words
    source = f"images/{quote(card.article_id, safe='')}"
    alt = escape(", ".join(part for part in (card.prod_name, card.product_type, card.colour) if part))
    return f'{words}<img src="{escape(source)}" alt="{alt}" loading="eager" decoding="async">'


def _name(card: Card) -> str:
    """The name, linked to the shop's own page where the row carries a web address."""
    name = escape(card.prod_name or card.article_id)
    if card.url and urlsplit(card.url).scheme in ("http", "https"):
        return f'<a href="{escape(card.url)}" target="_blank" rel="noopener noreferrer">{name}</a>'
    return name
