// Ce qui déborde défile dans sa boîte, formule ou aperçu : le clavier doit pouvoir l'atteindre, comme le thème le fait
// pour le code.
const makeReachable = () => {
  for (const box of document.querySelectorAll(".katex-display, .apercu")) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  }
};
window.addEventListener("load", makeReachable);
window.addEventListener("resize", makeReachable);
