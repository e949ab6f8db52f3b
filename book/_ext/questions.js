// Les questions d'une page : ce que vaut la réponse choisie, gardée sur la machine du lecteur et nulle part ailleurs.
const answers = memory("livre-questions");

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
    answers.remember({ [question.id]: inputs[chosen()].value });
  });

  erase.addEventListener("click", () => {
    answers.remember({ [question.id]: undefined });
    for (const input of inputs) input.checked = false;
    inputs[0].focus();
    erase.hidden = true;
    say("", "Réponse effacée.");
  });

  const kept = answers.recall()[question.id];
  for (const input of inputs) input.checked = input.value === kept;
  if (chosen() >= 0) judge();
  // Ce qui est déjà là n'est pas annoncé ; ce qui change ensuite l'est.
  verdict.setAttribute("role", "status");
  tools.hidden = false;
  question.classList.add("ready");
}
