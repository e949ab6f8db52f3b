"""Ce que Python se fait attendre dans la page : à la première visite, aux suivantes, et à chaque figure."""

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.mesure, pytest.mark.long, pytest.mark.timeout(900)]

PAGE = "retropropagation/cout"
FIGURE = (
    "from mlcourse.plots import plot_binary_cross_entropy\nfrom mlcourse.experiments.stability import loss_curves\n"
)
DRAW = "plot_binary_cross_entropy(loss_curves());"
# De l'instant du clic : Python prêt, une figure, puis la même redemandée.
WAIT = """async ([first, next]) => {
  const start = performance.now(), seconds = () => (performance.now() - start) / 1000;
  await coursePython.start();
  const ready = seconds();
  const drawn = [];
  const onOutput = ({ kind }) => drawn.push(kind);
  await coursePython.run(first, { onOutput });
  const figure = seconds();
  await coursePython.run(next, { onOutput });
  return { ready, figure, again: seconds() - figure, drawn };
}"""


def test_python_is_ready_and_draws_soon_enough(browser, site, site_url, measured):
    if not (site / "_static" / "pyodide").is_dir():
        pytest.skip("le livre est construit sans Python dans la page")
    context = browser.new_context()
    goals = {"première visite": (6, 10), "visite suivante": (3, 10)}
    for visit, (ready, figure) in goals.items():
        tab = context.new_page()
        tab.set_default_timeout(300_000)
        tab.goto(f"{site_url}/{PAGE}.html", wait_until="networkidle")
        seen = tab.evaluate(WAIT, [FIGURE + DRAW, DRAW])
        tab.close()
        assert seen["drawn"] == ["svg", "svg"]
        measured(f"Python prêt, {visit}", seen["ready"], "s", most=ready)
        measured(f"première figure, {visit}", seen["figure"], "s", most=figure)
        measured(f"figure suivante, {visit}", seen["again"], "s", most=0.5)
    context.close()
