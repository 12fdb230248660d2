"""What the generator knows: the content as typed, immutable values.

`*_at` is an aware UTC instant, `*_on` a calendar date. Every text for readers is a `Text`, Thai and English together.
Nothing here reads a file: `site_src.load` makes these values, `site_src.check` and the renderers read them.
"""

from site_src.model.agenda import AgendaItem, Speaker
from site_src.model.circulars import Attachment, Circular, Passage, QrCode, Stamp
from site_src.model.content import BuildOptions, Content, ReadablePart
from site_src.model.events import CalledOff, Event, EventDay, HelpChannel, LinkedFile
from site_src.model.findings import Acceptance, Finding, Level, Param
from site_src.model.forms import Choice, FormField
from site_src.model.organisations import Organisation, OrganisationList
from site_src.model.places import Lines, Place, PlacedText, Text
from site_src.model.site import FormBackend, Notice, Site

__all__ = [
    "Acceptance",
    "AgendaItem",
    "Attachment",
    "BuildOptions",
    "CalledOff",
    "Choice",
    "Circular",
    "Content",
    "Event",
    "EventDay",
    "Finding",
    "FormBackend",
    "FormField",
    "HelpChannel",
    "Level",
    "Lines",
    "LinkedFile",
    "Notice",
    "Organisation",
    "OrganisationList",
    "Param",
    "Passage",
    "Place",
    "PlacedText",
    "QrCode",
    "ReadablePart",
    "Site",
    "Speaker",
    "Stamp",
    "Text",
]
