// Une formule qui déborde défile dans sa boîte : le clavier doit pouvoir l'atteindre, comme le thème le fait pour le code.
const reach = () => {
  for (const box of document.querySelectorAll(".katex-display")) {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  }
};
window.addEventListener("load", reach);
window.addEventListener("resize", reach);
