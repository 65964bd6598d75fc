"""The parts of office pages: what they say, and that names never become markup."""

import json
import re

import pytest
from flask import Flask

HOSTILE = '"><svg onload=alert(1)>'

PARTS = {
    "facts": "{{ facts.facts([{'label': x, 'value': x, 'url': none}]) }}",
    "figure": "{{ facts.figure(x, x, detail=x, unit=x, definition=x, source=x, time=x) }}",
    "card": "{% call facts.card(x) %}{{ x }}{% endcall %}",
    "progress": "{{ facts.progress(3, 7, x, detail=x) }}",
    "steps": "{{ facts.steps([{'label': x, 'url': none}], 1) }}",
    "history": "{{ facts.history([{'time': x, 'who': x, 'what': x, 'note': x}]) }}",
    "neighbours": "{{ facts.neighbours({'label': x, 'url': '/a'}, {'label': x, 'url': '/b'}) }}",
    "notice": "{% call facts.notice('bad', x) %}{{ x }}{% endcall %}",
    "state": "{{ badges.state('good', x) }}{{ badges.tag(x) }}{{ badges.verdict('meets', x) }}",
    "summary": "{{ forms.error_summary({'name': x}, x) }}",
    "input": "{{ forms.input('name', x, x, hint=x, error=x, unit=x, attributes={'min': x}) }}",
    "textarea": "{{ forms.textarea('note', x, x, hint=x, error=x) }}",
    "select": "{{ forms.select('area', x, [{'value': x, 'label': x}], x, empty=x) }}",
    "radios": "{{ forms.radios('kind', x, [{'value': x, 'label': x, 'hint': x}], x, error=x) }}",
    "checkbox": "{{ forms.checkbox('open', x, hint=x, value=x) }}",
    "file": "{{ forms.file('sheet', x, accept=x, hint=x) }}",
    "chips": "{{ table.chips([{'label': x, 'value': x, 'url': here(area=x)}]) }}",
    "filters": "{{ table.filter_text('q', x, x) }}{{ table.filter_date('on', x, x) }}",
    "grid": "{% call table.grid([{'label': x, 'hint': x, 'unit': x, 'sort': x}], x) %}<tr>"
    "{{ table.tick_cell(x, x) }}{{ table.name_cell(x, '/a', detail=x) }}"
    "{{ table.number_cell(x, detail=x) }}</tr>{% endcall %}",
    "bulk": "{{ table.bulk_bar([{'label': x, 'value': x}]) }}",
    "empty": "{{ table.empty(x, x) }}",
    "confirm": "{{ actions.confirm(x, x, '/a', x, text=x, fields={'pk': x}) }}",
    "copy": "{{ actions.copy(x) }}",
    "bars": "{{ charts.chart('c', x, {'kind': 'bars', 'unit': x, 'name': x, 'rows': "
    "[{'label': x, 'value': 1, 'low': 0, 'high': 2, 'n': 9, 'of': 10, 'state': 'meets'}]}) }}",
    "shares": "{{ charts.chart('c', x, {'kind': 'shares', 'parts': [x], 'rows': "
    "[{'label': x, 'shares': [100], 'n': 9}]}, note=x) }}",
    "heatmap": "{{ charts.chart('c', x, {'kind': 'heatmap', 'columns': [x], 'rows': "
    "[{'label': x, 'values': [none]}]}) }}",
}


def render(app: Flask, source: str, **context: object) -> str:
    """Return a piece of a page made with the macros."""
    rooms = ("facts", "badges", "forms", "table", "actions", "charts")
    imports = "".join(f"{{% import 'macros/{room}.html' as {room} %}}" for room in rooms)
    with app.test_request_context("/office", headers={"Cookie": "locale=en"}):
        return app.jinja_env.from_string(imports + source).render(**context)


@pytest.mark.parametrize("name", PARTS)
def test_a_hostile_name_stays_text_in_every_part(app: Flask, name: str) -> None:
    html = render(app, PARTS[name], x=HOSTILE)

    assert "<svg onload" not in html


@pytest.mark.parametrize("name", PARTS)
def test_no_part_needs_what_the_content_policy_forbids(app: Flask, name: str) -> None:
    html = render(app, PARTS[name], x="和合")

    assert not re.search(r"\s(style|on\w+|hx-on[^=]*)=", html)
    assert "<script>" not in html


def test_a_chart_carries_its_data_and_the_same_as_a_table(app: Flask) -> None:
    html = render(app, PARTS["bars"], x="和合镇")

    carried = re.search(r"data-chart-data>(.*?)</script>", html, re.DOTALL)
    assert carried is not None
    assert json.loads(carried.group(1))["rows"][0]["label"] == "和合镇"
    assert "Show as a table" in html
    assert re.search(r"0–2", html)


def test_a_figure_with_too_few_answers_is_not_in_the_table(app: Flask) -> None:
    source = (
        "{{ charts.chart('c', 't', {'kind': 'bars', 'rows': "
        "[{'label': 'a', 'value': none, 'n': none, 'state': 'too_few'}]}) }}"
    )

    html = render(app, source)

    assert "Too few answers" in html
    assert "None" not in html


@pytest.mark.parametrize(("count", "scrolls"), [(3, False), (227, True)])
def test_many_options_scroll_in_their_own_box(app: Flask, count: int, scrolls: bool) -> None:
    options = [{"value": number, "label": f"area {number}"} for number in range(count)]

    html = render(app, "{{ forms.checkboxes('areas', 'Areas', options) }}", options=options)

    assert html.count('type="checkbox"') == count
    assert ("options-long" in html) is scrolls


def test_an_error_stands_at_its_field_and_in_the_summary(app: Flask) -> None:
    source = (
        "{{ forms.error_summary(errors) }}{{ forms.input('name', 'Name', error=errors.name) }}"
        "{{ forms.input('code', 'Code', error=errors.code) }}"
    )

    html = render(app, source, errors={"name": "Enter the name"})

    assert '<a href="#field-name">Enter the name</a>' in html
    assert html.count("Enter the name") == 2
    assert html.count('aria-invalid="true"') == 1
    assert 'aria-describedby="error-name"' in html


@pytest.mark.parametrize(("verdict", "shape"), [("meets", "●"), ("below", "▲"), ("too_few", "◌")])
def test_a_verdict_has_a_shape_besides_its_colour(app: Flask, verdict: str, shape: str) -> None:
    assert shape in render(app, "{{ badges.verdict(v) }}", v=verdict)


def test_a_part_that_is_finished_no_longer_asks_for_itself(app: Flask) -> None:
    source = "{% call actions.live('job', '/part', running=running) %}x{% endcall %}"

    assert 'hx-get="/part"' in render(app, source, running=True)
    assert "hx-get" not in render(app, source, running=False)


def test_a_heading_sorts_the_other_way_when_clicked_again(app: Flask) -> None:
    source = (
        "{% call table.grid([{'label': 'Name', 'sort': 'name'}], 'c', sort='name') %}{% endcall %}"
    )

    html = render(app, source)

    assert 'aria-sort="ascending"' in html
    assert 'href="/office?sort=-name"' in html
