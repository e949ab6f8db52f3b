// Ce que les listes et les copies de formgrader ont en commun, à la suite de l'utils.js de nbgrader.
const decimal = number => String(number).replace(".", ",");

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
