// Ce que les listes et les copies de formgrader ont en commun, à la suite de l'utils.js de nbgrader.
const decimal = number => String(number).replace(".", ",");

// Ce que vaut une sorte de cellules que le devoir n'a pas : la colonne ne dirait rien, et s'en va.
const NOTHING = "0 / 0";
const dropEmptyKinds = table => {
  for (const kind of ["code", "written", "task"]) {
    const cells = table.find(`td.${kind}-score, td.avg-${kind}-score`), place = cells.first().index();
    if (!cells.length || cells.get().some(({ textContent }) => textContent.trim() !== NOTHING)) continue;
    for (const row of table.find("tr").get()) row.cells[place].remove();
  }
};

// Un total dont une part attend d'être lue n'en est pas un : zéro s'y lirait comme une note.
const shownUnless = (waits, text, ratio) => waits && ratio !== NOTHING ? text : ratio.replaceAll(".", ",");
const unlessToRead = (model, ratio) => shownUnless(model.get("needs_manual_grade"), "à lire", ratio);
const unlessHeld = (model, ratio) => shownUnless(model.get("code_waits"), "à noter", ratio);
// Ni une moyenne, tant que la lecture n'est pas finie : ce qui n'est pas lu y compterait pour zéro.
const unlessReading = (model, ratio) => shownUnless(model.get("needs_manual_grade"), "après lecture", ratio);
// Ce qui est à lire vient en tête d'une liste de copies ; le reste suit, dans l'ordre des copies.
const toReadFirst = table => {
  const place = table.find("td.needs-manual-grade").first().index();
  if (place >= 0) table.DataTable().order([[place, "desc"], [1, "asc"]]).draw();
};

// Les noms se montrent, sauf à qui les a cachés : le choix vaut d'une page à l'autre.
const NAMELESS = "mlcourse-noms-cachés";
const showNames = () => {
  const shown = localStorage.getItem(NAMELESS) === null;
  $(".name-shown").toggle(shown);
  $(".name-hidden").toggle(!shown);
};
document.addEventListener("click", ({ target }) => {
  if (!target.closest("#toggle_names, .live-notebook .glyphicon")) return;
  if ($(".name-shown:visible").length) localStorage.removeItem(NAMELESS);
  else localStorage.setItem(NAMELESS, "");
});
