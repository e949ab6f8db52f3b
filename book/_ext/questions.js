// Les questions d'une page : ce que vaut la réponse choisie, gardée sur la machine du lecteur et nulle part ailleurs.
const STORE = "livre-questions";

const recall = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
};

const remember = (name, value) => {
  try {
    localStorage.setItem(STORE, JSON.stringify({ ...recall(), [name]: value }));
  } catch {
    // Un navigateur peut refuser de rien garder : la question se pose quand même.
  }
};

for (const question of document.querySelectorAll("fieldset.question")) {
  const inputs = [...question.querySelectorAll("input")];
  const explanations = [...question.querySelectorAll("details")];
  const verdict = question.querySelector(".verdict");
  const tools = question.querySelector(".question-tools");
  const [check, erase] = tools.querySelectorAll("button");
  const chosen = () => inputs.findIndex((input) => input.checked);

  const say = (kind, ...content) => {
    verdict.className = `verdict ${kind}`;
    verdict.replaceChildren(...content);
  };

  const judge = () => {
    const { className, children } = explanations[chosen()];
    const [, ...explanation] = children;
    say(className, ...explanation.map((part) => part.cloneNode(true)));
    erase.hidden = false;
  };

  // Les flèches du clavier cochent ce qu'elles parcourent : un choix n'est une réponse qu'une fois vérifié.
  question.addEventListener("change", () => say(""));

  check.addEventListener("click", () => {
    if (chosen() < 0) return say("", "Choisissez d’abord une réponse.");
    judge();
    remember(question.id, inputs[chosen()].value);
  });

  erase.addEventListener("click", () => {
    remember(question.id, undefined);
    for (const input of inputs) input.checked = false;
    inputs[0].focus();
    erase.hidden = true;
    say("", "Réponse effacée.");
  });

  const kept = recall()[question.id];
  for (const input of inputs) input.checked = input.value === kept;
  if (chosen() >= 0) judge();
  // Ce qui est déjà là n'est pas annoncé ; ce qui change ensuite l'est.
  verdict.setAttribute("role", "status");
  tools.hidden = false;
  question.classList.add("ready");
}
