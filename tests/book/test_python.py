"""`coursePython` dans un vrai navigateur : ce qu'il exécute, ce qu'il montre, comment il s'arrête."""

import threading

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.timeout(300)]

RUN = """async (code) => {
  const outputs = [];
  const result = await coursePython.run(code, { onOutput: (output) => outputs.push([output.kind, output.data]) });
  return { ...result, outputs };
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, extension):
    """Une page vide, et Python à côté."""
    files, pages = extension("pyodide_files"), extension("python_in_pages")
    packages = files.verified_folder()
    if packages is None:
        pytest.skip("les paquets de Pyodide ne sont ni dans le cache, ni accessibles")
    site = tmp_path_factory.mktemp("site")
    files.install(packages, site / "_static" / "pyodide")
    pages.write_client(site / "_static")
    script = '<!doctype html><html lang="fr"><title>Page</title><script src="_static/python.js"></script></html>'
    (site / "page.html").write_text(script, encoding="utf8")
    return site


@pytest.fixture(scope="module")
def address(folder, ci_script):
    with ci_script("serveur").open_server(folder, port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()


@pytest.fixture(scope="module")
def tab(browser, address):
    """Une page où Python s'ouvre une fois."""
    context = browser.new_context(locale="fr-FR")
    tab = context.new_page()
    tab.set_default_timeout(120_000)
    tab.goto(address)
    yield tab
    context.close()


def test_it_opens_counting_its_bytes_and_naming_its_steps(tab):
    seen = tab.evaluate("""async () => {
      const seen = [];
      await coursePython.start((progress) => seen.push(progress));
      await coursePython.start(() => seen.push("une seconde fois"));
      return seen;
    }""")
    assert [each["loaded"] for each in seen] == sorted(each["loaded"] for each in seen)
    assert seen[-1]["loaded"] == seen[-1]["total"] > 15_000_000
    steps = list(dict.fromkeys(each["step"] for each in seen))
    assert steps == ["téléchargement de Python", "démarrage de NumPy et de mlcourse", "prêt"]


def test_it_runs_code_in_the_same_variables_in_order(tab):
    values = tab.evaluate("""async () => {
      const results = await Promise.all(["x = 1", "x += 1", "x"].map((code) => coursePython.run(code)));
      return results.map((result) => result.value);
    }""")
    assert values == [None, None, "2"]


def test_it_gives_what_is_printed_and_drawn_as_it_comes(tab):
    source = "from mlcourse.datasets import load_digits\nfrom mlcourse.plots import plot_digits\n"
    code = "print('début')\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('fin')"
    outputs = tab.evaluate(RUN, source + code)["outputs"]
    assert [kind for kind, _ in outputs] == ["stdout", "svg", "stdout"]
    assert outputs[0][1] == "début\n"
    assert "<svg" in outputs[1][1]


def test_an_error_is_in_french_with_the_line_of_the_reader(tab):
    error = tab.evaluate(RUN, "a = 1\na.b")["error"]
    assert (error["type"], error["line"]) == ("AttributeError", 2)
    assert error["french"] == "un objet de type int n'a pas d'attribut «\N{NO-BREAK SPACE}b\N{NO-BREAK SPACE}»"


def test_a_function_of_the_course_is_called_with_data_and_gives_data(tab):
    call = "([module, name, args]) => coursePython.call(module, name, args)"
    assert tab.evaluate(call, ["mlcourse.french", "french_number", [1.5]]) == "1,5"
    shape = """async () => {
      const { X, labels } = await coursePython.call("mlcourse.datasets", "load_digits", []);
      return [X.length, X[0].length, X[0].constructor.name, labels.constructor.name];
    }"""
    assert tab.evaluate(shape) == [64, 1797, "Float64Array", "Int32Array"]


def test_a_call_that_fails_is_refused_in_french(tab):
    refused = "coursePython.call('mlcourse.french', 'rien', []).catch((error) => [error.message, error.type])"
    message, kind = tab.evaluate(refused)
    assert kind == "ValueError"
    assert "n'a pas de fonction" in message


def test_the_cells_of_a_page_run_what_they_need_and_only_that(tab):
    planned = """async () => {
      const cells = ["a = [1]", "b = 5", "a.append(2)", "print(a)"], ranks = [];
      for (const rank of await coursePython.plan(cells, 3)) {
        await coursePython.cell(cells[rank], rank);
        ranks.push(rank);
      }
      return [ranks, await coursePython.plan(cells, 3)];
    }"""
    assert tab.evaluate(planned) == [[0, 2, 3], [3]]


def test_reset_forgets_the_variables_and_keeps_python_open(tab):
    answered = "(async () => { await coursePython.run('y = 1'); await coursePython.reset(); })()"
    tab.evaluate(answered)
    assert tab.evaluate(RUN, "y")["error"]["type"] == "NameError"


def test_an_endless_loop_is_stopped_and_python_opens_again(tab):
    stopped = tab.evaluate("""async () => {
      const endless = coursePython.run("while True: pass").catch((error) => error);
      const after = coursePython.run("1").catch((error) => error);
      await new Promise((done) => setTimeout(done, 300));
      coursePython.stop();
      return [await endless, await after];
    }""")
    assert [each["stopped"] for each in stopped] == [True, True]
    assert tab.evaluate(RUN, "1 + 1")["value"] == "2"


def test_it_asks_nothing_of_another_host_and_nothing_before_it_is_wanted(browser, address):
    context = browser.new_context()
    fresh, asked = context.new_page(), []
    fresh.set_default_timeout(120_000)
    context.on("request", lambda request: asked.append(request.url))
    fresh.goto(address)
    assert not [url for url in asked if "pyodide" in url or "worker" in url]
    fresh.evaluate("coursePython.start()")
    origin = address.rpartition("/")[0]
    assert [url for url in asked if not url.startswith(origin)] == []
    assert any("pyodide" in url for url in asked)
    context.close()


def test_a_missing_file_is_said_and_not_waited_for(browser, address):
    context = browser.new_context()
    broken = context.new_page()
    context.route("**/numpy-*", lambda route: route.fulfill(status=404))
    broken.goto(address)
    message = broken.evaluate("coursePython.start().catch((error) => error.message)")
    assert message
    context.close()


def test_from_a_file_it_is_not_available_and_says_why(browser, folder):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto((folder / "page.html").as_uri())
    assert tab.evaluate("coursePython.available") is False
    assert "ouvert depuis un dossier" in tab.evaluate("coursePython.reason")
    assert "ouvert depuis un dossier" in tab.evaluate("coursePython.run('1').catch((error) => error.message)")
    context.close()
