"""Makes gradstep-math.woff2 from STIX Two Math: the letters, Greek, digits, operators and accents of the formulas.

Run with fonttools 4.68.0 and brotli 1.2.1; the font (2.11 b159) is the one inside the PyPI package ziamath 0.13:
    pip install fonttools==4.68.0 brotli==1.2.1 ziamath==0.13
    python xtask/fonts/subset.py PATH/TO/ziamath/fonts/STIXTwoMath-Regular.ttf
"""

import sys
from pathlib import Path

from fontTools import subset


def block(first, last):
    return [chr(code) for code in range(first, last + 1)]


CHARACTERS = [
    *block(0x20, 0x7E),  # ASCII
    *"\u00a0±·×÷²³¹¼½¾′″‴’–—…−∓∗∘∙√∞∂∇∈∉∑∏∫≈≠≡≤≥≪≫⊙⊗⊕⊤⊥⋅⋮⋯⋰⋱→←↦⇒∥∨∧¬",
    *"ŷŝ\u0302\u0303\u0304\u0305\u0307^~¯ˆ˜ˉ‾⁰⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾₀₁₂₃₄₅₆₇₈₉",
    *"\u2061\u2062\u2063\u2064",  # function application and other unseen operators
    *"αβγδεζηθκλμνξπρσςτφϕχψωϵΓΔΘΛΞΠΣΦΨΩ",
    *block(0x1D434, 0x1D467), "ℎ",  # italic Latin
    *"𝛼𝛽𝛾𝛿𝜀𝜁𝜂𝜃𝜅𝜆𝜇𝜈𝜉𝜋𝜌𝜎𝜏𝜑𝜒𝜓𝜔𝜕𝜖𝜙",  # italic Greek
    *"⌈⌉⌊⌋⟨⟩‖⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦",  # brackets and the pieces they grow from
]


def main(source):
    options = subset.Options()
    # No small script variants (ssty takes a second drawing of every letter), no stylistic sets.
    options.layout_features = ["dtls", "flac", "kern", "mark", "mkmk", "ccmp", "locl"]
    options.flavor = "woff2"
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    font = subset.load_font(source, options)
    work = subset.Subsetter(options)
    work.populate(text="".join(CHARACTERS))
    work.subset(font)
    target = Path(__file__).parents[2] / "www/fonts/gradstep-math.woff2"
    subset.save_font(font, str(target), options)
    print(target, target.stat().st_size, "bytes")


main(sys.argv[1])
