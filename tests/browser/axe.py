"""axe-core: what keeps people with impairments out of a page."""

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = (
    Path(__file__).resolve().parents[2] / "server/frontend/node_modules/axe-core/axe.min.js"
).read_text(encoding="utf-8")
_RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => one.id + ": " + one.help + "\\n" + one.nodes.slice(0, 4)
      .map(node => "  " + node.html.slice(0, 160) + "\\n    " + node.failureSummary).join("\\n"));
}"""


def findings(page: Page) -> list[str]:
    """Return the serious and critical findings on a page, each with the places."""
    page.evaluate(_SCRIPT)
    found: list[str] = page.evaluate(_RUN)
    return found
