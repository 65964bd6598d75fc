"""Whole XLSForms as other people write them, as Markdown tables."""

from collections.abc import Mapping

CHOICES = """
| choices | | | | | | |
|         | list_name | name | label | image | town | geometry |
|         | yn        | y    | Yes   | y.png | a    | 29.9 121.5 0 0 |
|         | yn        | n    | No    | n.png | b    | 30.1 121.6 0 0 |
|         | towns     | a    | 甲镇  |       |      |                |
|         | towns     | b    | 乙镇  |       |      |                |
"""

WHOLE: Mapping[str, str] = {
    "no questions": """
| survey | | | |
| | type | name | label |
""",
    "only a note": """
| survey | | | |
| | type | name | label |
| | note | n | N |
""",
    "unclosed group": """
| survey | | | |
| | type | name | label |
| | begin_group | g | G |
""",
    "closed too often": """
| survey | | | |
| | type | name | label |
| | text | a | A |
| | end_group | | |
""",
    "empty group": """
| survey | | | |
| | type | name | label |
| | begin_group | g | G |
| | end_group | | |
""",
    "empty repeat": """
| survey | | | |
| | type | name | label |
| | begin_repeat | r | R |
| | end_repeat | | |
""",
    "loop": """
| survey | | | |
| | type | name | label |
| | begin_loop over yn | l | L |
| | text | a | A |
| | end_loop | | |
"""
    + CHOICES,
    "nested repeats": """
| survey | | | |
| | type | name | label |
| | begin_repeat | r | R |
| | begin_repeat | s | S |
| | text | a | A |
| | end_repeat | | |
| | end_repeat | | |
""",
    "circle": """
| survey | | | | |
| | type | name | label | calculation |
| | calculate | a | | ${b} |
| | calculate | b | | ${a} |
""",
    "itself": """
| survey | | | | |
| | type | name | label | relevant |
| | text | a | A | ${a} = 1 |
""",
    "choices without a list": """
| survey | | | |
| | type | name | label |
| | select_one yn | a | A |
""",
    "choices twice": """
| survey | | | |
| | type | name | label |
| | select_one l | a | A |
| choices | | | |
| | list_name | name | label |
| | l | x | X |
| | l | x | Y |
""",
    "choices with blanks": """
| survey | | | |
| | type | name | label |
| | select_multiple l | a | A |
| choices | | | |
| | list_name | name | label |
| | l | x y | X |
| | l | z | |
""",
    "old sheets": """
| survey | | | |
| | type | name | caption |
| | text | a | A |
| columns | | | |
| | list name | value | label |
| | l | x | X |
""",
    "external choices": """
| survey | | | | |
| | type | name | label | choice_filter |
| | text | q | Q | |
| | select_one_external towns | t | T | town=${q} |
| external_choices | | | | |
| | list_name | name | label | town |
| | towns | a | A | b |
""",
    "entities": """
| survey | | | | |
| | type | name | label | save_to |
| | text | a | A | risk |
| entities | | | | |
| | list_name | label | entity_id | update_if |
| | sites | ${a} | ${a} | true() |
""",
    "entities of a repeat": """
| survey | | | | |
| | type | name | label | save_to |
| | begin_repeat | r | R | |
| | text | a | A | risk |
| | end_repeat | | | |
| entities | | | |
| | list_name | label | repeat |
| | sites | ${a} | ${r} |
""",
    "entities named badly": """
| survey | | | |
| | type | name | label |
| | text | a | A |
| entities | | |
| | list_name | label |
| | a.b | ${a} |
""",
    "osm": """
| survey | | | |
| | type | name | label |
| | osm tags | a | A |
| osm | | | |
| | list_name | name | label |
| | tags | k | K |
""",
    "many languages": """
| survey | | | | | |
| | type | name | label::English (en) | label::中文 (zh) | hint::fr |
| | text | a | A | 甲 | b |
""",
    "half translated": """
| survey | | | | |
| | type | name | label | label::中文 (zh) |
| | text | a | A | |
""",
    "sheet names in capitals": """
| SURVEY | | | |
| | Type | Name | Label |
| | Text | a | A |
""",
    "table list": """
| survey | | | | |
| | type | name | label | appearance |
| | begin_group | g | G | table-list |
| | select_one yn | a | A | |
| | end_group | | | |
"""
    + CHOICES,
}
