#!/usr/bin/env python3
"""Makes the page's fonts: fonts.py FOLDER writes them there.

Dear ImGui 1.90 knows neither variable weights nor features nor kerning, so each file is a static cut of a Debian font
with only the glyphs needed, tabular figures in place of the proportional ones, and quadratic outlines without hints.

    inter-400, -600, -700   Inter: text
    math-roman, math-italic       Latin Modern Math: digits, upright letters and operators; italic letters, Latin and
                                  Greek, at their plain code points
    math-symbols                  Latin Modern Math: brackets, big operators and relations that Inter lacks
    symbols                       DejaVu Sans: what none of those has

Licences, which LICENSES.txt gives in full beside them: Inter: SIL Open Font License 1.1. Latin Modern: GUST Font License
(the LPPL; a changed font bears another name). DejaVu Sans: Bitstream Vera's and Arev's (the same).
"""

import os
import pathlib
import sys

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem

INTER = "/usr/share/fonts/opentype/inter/Inter-%s.otf"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
MATH = "/usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf"
DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LICENCES = {"Inter": "fonts-inter", "Latin Modern": "fonts-lmodern", "DejaVu Sans": "fonts-dejavu-core"}

UNITS = 1000  # per em; the bytes of an outline grow with it
ERROR = 1  # units by which a quadratic outline may differ from the cubic one


def span(first, last):
    return set(range(first, last + 1))


LATIN = (span(0x20, 0x7E) | span(0xA0, 0x17F)) - {0xAD, 0x149}
GREEK = (span(0x391, 0x3A9) | span(0x3B1, 0x3C9) | {0x3D1, 0x3D5, 0x3F5}) - {0x3A2}
PUNCTUATION = span(0x2010, 0x2026) | {0x2009, 0x200A, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044}
SCRIPTS = {0x2070, 0x2071} | span(0x2074, 0x208E)
ARROWS = span(0x2190, 0x2195) | {0x21A9, 0x21BA, 0x21BB, 0x21D2, 0x21D4}
OPERATORS = {ord(c) for c in "∂∆∇∈∉∏∑−∓∕∗∘⋅√∝∞∧∨∩∪∫∼≈≠≡≤≥≪≫⊂⊆⊙⊗⊕⊤⋯…‖′⟨⟩⌈⌉⌊⌋×÷±¬·"}
MARKS = {ord(c) for c in "✓✔✕✗✘☾☀☰▾▴▸◂▶◀‹›●○◐■□▪▫☐☑⚠€⌘⏎⌫ℓℝ∅"}


def subset_of(font, characters):
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2], glyph_names=False,
        drop_tables=subset.Options._drop_tables_default + ["MATH", "GSUB", "GPOS", "GDEF", "BASE", "STAT", "FFTM"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def quadratic(font):
    """CFF outlines to TrueType's."""
    glyphs = font.getGlyphSet()
    glyf = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = {}
    for name in glyf.glyphOrder:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf
    glyf.compile(font)
    for name in glyf.glyphOrder:
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyf[name], "xMin", 0))
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                  "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth"):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    maxp.numGlyphs = len(glyf.glyphs)
    maxp.compile(font)
    font["post"].formatType = 3
    font["post"].mapping = font["post"].extraNames = None
    font.sfntVersion = "\000\001\000\000"


def freeze_tabular_figures(font):
    """Lets the digits' code points show what the feature `tnum` would make of them."""
    gsub = font["GSUB"].table
    lookups = {i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "tnum"
               for i in record.Feature.LookupListIndex}
    tabular = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            tabular.update(getattr(table, "ExtSubTable", table).mapping)
    for table in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            if digit in table.cmap:
                table.cmap[digit] = tabular.get(table.cmap[digit], table.cmap[digit])
    widths = {font["hmtx"][font.getBestCmap()[digit]][0] for digit in range(ord("0"), ord("9") + 1)}
    assert len(widths) == 1, f"figures of different widths: {widths}"


def remap(font, mapping):
    """Keeps only the code points of `mapping`, each with the glyph of the code point that it names."""
    best = font.getBestCmap()
    chosen = {to: best[source] for to, source in mapping.items() if source in best}
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap = {code: name for code, name in chosen.items() if table.format == 12 or code < 0x10000}


def italic_letters():
    """Plain code point -> that of the mathematical italic letter."""
    letters = {ord("A") + i: 0x1D434 + i for i in range(26)} | {ord("a") + i: 0x1D44E + i for i in range(26)}
    letters[ord("h")] = 0x210E
    letters |= {0x391 + i: 0x1D6E2 + i for i in range(25)} | {0x3B1 + i: 0x1D6FC + i for i in range(25)}
    letters[0x2202], letters[0x3F5], letters[0x3D1], letters[0x3D5] = 0x1D715, 0x1D716, 0x1D717, 0x1D719
    letters[ord("ℓ")] = ord("ℓ")
    letters[0x131], letters[0x237] = 0x1D6A4, 0x1D6A5  # dotless, under a hat
    return letters


def finish(font, characters, family, path):
    subset_of(font, characters)
    if "CFF " in font:
        scale_upem(font, UNITS)
        quadratic(font)
    else:
        scale_upem(font, UNITS)
        font["post"].formatType = 3
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
    part = path.with_suffix(".part")
    font.save(part)
    os.replace(part, path)
    return set(font.getBestCmap())


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # the same bytes on every machine
    options = {"recalcTimestamp": False}

    wanted = LATIN | GREEK | PUNCTUATION | SCRIPTS | ARROWS | OPERATORS | MARKS
    # The heavier weights have what labels and headings use; the rest comes from the regular one.
    often = {code for code in LATIN if code < 0x100} | PUNCTUATION | span(0x3B1, 0x3C9)
    have = set()
    for weight, name in WEIGHTS.items():
        font = TTFont(INTER % name, **options)
        freeze_tabular_figures(font)
        have |= finish(font, wanted if weight == 400 else often, "Inter", folder / f"inter-{weight}.ttf")

    finish(TTFont(MATH, **options), span(0x20, 0x7E) | GREEK | OPERATORS | {0xA0}, "Stride Math",
                        folder / "math-roman.ttf")
    font = TTFont(MATH, **options)
    italic = italic_letters()
    remap(font, italic | {0x20: 0x20})
    finish(font, italic.keys() | {0x20}, "Stride Math Italic", folder / "math-italic.ttf")

    # Shared fall-backs: brackets and operators for text too, then what only DejaVu has.
    have |= finish(TTFont(MATH, **options), OPERATORS - have, "Stride Math Symbols", folder / "math-symbols.ttf")
    have |= finish(TTFont(DEJAVU, **options), wanted - have, "Stride Symbols", folder / "symbols.ttf")
    missing = wanted - have - {0x200A}
    assert not missing, "no font has " + " ".join(f"U+{code:04X}" for code in sorted(missing))

    texts = []
    for name, package in LICENCES.items():
        text = pathlib.Path(f"/usr/share/doc/{package}/copyright").read_text("utf-8")
        texts.append(f"{'=' * 100}\n{name} (cut down for this page)\n{'=' * 100}\n\n{text}")
    (folder / "LICENSES.txt").write_text("\n".join(texts), "utf-8")


main(pathlib.Path(sys.argv[1]))
