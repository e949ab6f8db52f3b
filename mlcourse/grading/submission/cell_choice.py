"""Décider, cellule par cellule, de ce qui répond au sujet dans une copie, et de ce que l'étudiant y a ajouté."""

from bisect import bisect_left

from mlcourse.grading.submission.reading import shown
from mlcourse.grading.submission.remarks import NOTHING, Remarks


class Picks:
    """Le sort de chaque cellule rendue.

    `chosen` donne, pour l'indice de chaque solution du sujet, les positions des cellules rendues qui y répondent ;
    `aside` est ce qui, dans la copie, ne tient pas à l'étudiant.
    """

    def __init__(self, subject, cells):
        self.subject, self.cells, self.remarks, self.aside = subject, cells, NOTHING, NOTHING
        self.labels = self._homes(subject.label(cells))
        self.previous = self._previous_labels()
        self._report_edited_tests()
        self._elsewhere: dict[int, int] = {}  # ce qui répond sans être déplacé : {indice de la solution: position}
        self.chosen = {target.index: self._choose(target) for target in subject.solutions}
        self._anchors = self._stable_anchors()
        self._move_what_would_come_too_late()
        self._used = {position for positions in self.chosen.values() for position in positions}

    def own(self, target):
        """Les positions des cellules rendues qui se disent `target`."""
        return [position for position, label in enumerate(self.labels) if label == target.index]

    def defines(self, target):
        """Vrai si une cellule qui reste dans le carnet définit ce que demande `target`."""
        return any(target.perhaps_defined_by(self.cells[position]) for position in {*self.added()} | self._used)

    def overridden(self, target):
        """Vrai si le squelette, laissé tel quel plus bas que la réponse, en prendrait la place."""
        return target.index in self._elsewhere and not self.answered_below(target)

    def answered_below(self, target):
        """Vrai si la réponse, laissée où elle est, se trouve plus bas que le squelette."""
        return target.index in self._elsewhere and self._elsewhere[target.index] > min(self.own(target))

    def _say(self, remark):
        self.remarks += Remarks((remark,))

    def _homes(self, labels):
        """Chaque cellule d'énoncé ou de tests n'est là qu'une fois : ce qui lui ressemble d'autre vient de l'étudiant.

        Jupyter recopie avec une cellule le nom que lui donne nbgrader ; l'étudiant y écrit ensuite ce qu'il veut.
        """
        claims: dict[int, list[int]] = {}
        for position, label in enumerate(labels):
            if label is not None and not self.subject.cells[label].solution:
                claims.setdefault(label, []).append(position)
        for label, positions in claims.items():
            released = self.subject.cells[label].released
            home = min(positions, key=lambda position: self.cells[position].text != released)
            for position in {*positions} - {home}:
                labels[position] = None
        return labels

    def _previous_labels(self):
        """Pour chaque position, l'indice de la cellule du sujet qui la précède (-1 : aucune)."""
        previous, last = [], -1
        for label in self.labels:
            previous.append(last)
            last = last if label is None else label
        return previous

    def _report_edited_tests(self):
        """Compte les cellules de tests qui ne sont pas, ou plus, celles du sujet : celles-ci les remplacent.

        L'étudiant les a retouchées ; ou il les a laissées telles quelles, et le sujet a changé depuis.
        """
        targets = [(None if label is None else self.subject.cells[label]) for label in self.labels]
        pairs = zip(targets, self.cells, strict=True)
        changed = [cell for target, cell in pairs if target and target.test and cell.text != target.released]
        older = sum(cell.distributed for cell in changed)
        edited = len(changed) - older
        if edited:
            remark = f"{edited} cellules de tests diffèrent de celles du sujet, qui les remplacent"
            self._say(remark if edited > 1 else "une cellule de tests diffère de celle du sujet, qui la remplace")
        if older:
            remark = f"{older} cellules de tests d'une autre version du sujet, remplacées par celles d'aujourd'hui"
            one = "une cellule de tests d'une autre version du sujet, remplacée par celle d'aujourd'hui"
            self.aside += Remarks((remark if older > 1 else one,))

    def _choose(self, target):
        own = self._of_its_kind(target, self.own(target))
        answers = [position for position in self.own(target) if target.answered_by(self.cells[position])]
        chosen = self._prose(target, answers) if target.written else self._code(target, answers)
        if len(own) > 1:
            kept = "la dernière qui définit la fonction" if target.names else "la dernière réponse"
            early = " avant ses tests" if not target.written and chosen and chosen[-1] < own[-1] else ""
            self._say(f"la cellule {shown(target.grade_id)} figure {len(own)} fois : {kept}{early} est notée")
        if not own and not chosen:
            self._say(f"la cellule {shown(target.grade_id)} manque")
        if any(self.cells[position].kind != target.kind for position in chosen):
            self._say(f"la cellule {shown(target.grade_id)} avait changé de type")
        return chosen

    def _of_its_kind(self, target, positions):
        """Les cellules du type de `target`, s'il y en a : une autre est un brouillon, dont Jupyter ne fait rien."""
        return [position for position in positions if self.cells[position].kind == target.kind] or positions

    def _code(self, target, answers):
        """La dernière cellule qui peut définir la fonction ; à défaut, celle qui la définit ailleurs dans la copie.

        Ce que la copie définit après les tests, ils ne l'ont pas vu : un simple essai, sauf s'il n'y a rien d'autre.
        """
        ran, test = [p for p in answers if self.cells[p].kind == target.kind], self._first_test(target)
        defining = [position for position in ran if target.perhaps_defined_by(self.cells[position])]
        if rivals := defining if target.names else ran or answers:
            return ([position for position in rivals if position < test] or rivals)[-1:]
        elsewhere = [position for position in range(len(self.cells)) if self._answers_elsewhere(target, position)]
        seen = [position for position in elsewhere if position < test]
        if answers and not ran and not seen:
            return answers[-1:]
        best = (seen or elsewhere)[-1:]
        if not best:
            return ran[-1:]
        # Ajoutée juste après le squelette, elle s'exécute à la place de celui-ci.
        below = self.previous[best[0]] == target.index and self._is_added(best[0])
        if below or (seen and self._serves_others(target, best[0])):
            self._elsewhere[target.index] = best[0]
            if below or ran:
                return ran[-1:]
            best = []
        self._say(f"la réponse à {shown(target.grade_id)} se trouvait dans une autre cellule")
        return best

    def _serves_others(self, target, position):
        """Vrai d'une cellule ajoutée qui définit aussi autre chose, dont se sert peut-être ce qui la suit.

        Elle s'exécute alors où elle est : mise à la place d'une réponse, elle manquerait à celles qui la précèdent.
        """
        others = self.cells[position].names - target.names
        return bool(others and self.own(target)) and self._is_added(position)

    def _move_what_would_come_too_late(self):
        """Met à sa place une réponse qui, les cellules remises dans l'ordre du sujet, suivrait ses tests."""
        for index, position in self._elsewhere.items():
            test = next((cell.index for cell in self.subject.cells[index:] if cell.test), len(self.subject.cells))
            if self.anchor(position) >= test:
                self.chosen[index] = [position]

    def _first_test(self, target):
        """La position des premiers tests qui suivent cette réponse dans le sujet ; la fin, s'ils ne sont plus là."""
        tests = (cell.index for cell in self.subject.cells[target.index :] if cell.test)
        return next((self.labels.index(index) for index in tests if index in self.labels), len(self.labels))

    def _answers_elsewhere(self, target, position):
        label, cell = self.labels[position], self.cells[position]
        taken = label is not None and self.subject.cells[label].solution
        return not taken and target.answered_by(cell) and target.defined_by(cell)

    def _prose(self, target, answers):
        """La dernière réponse ; à défaut, la prose ajoutée juste après l'énoncé ou le squelette."""
        if answers:
            return self._of_its_kind(target, answers)[-1:]
        near = [
            position
            for position, cell in enumerate(self.cells)
            if self.previous[position] in (target.index, target.index - 1)
            and cell.kind == "markdown"
            and self._is_added(position)
        ]
        if near:
            self._say(f"la réponse à {shown(target.grade_id)} se trouvait dans une cellule ajoutée")
        return near

    def _is_added(self, position):
        """Vrai d'une cellule qui vient de l'étudiant, et que le carnet garde à côté de celles du sujet."""
        label, cell = self.labels[position], self.cells[position]
        if not cell.source.strip():
            return False
        if label is None:
            return True
        target = self.subject.cells[label]
        if target.solution:
            return target.answered_by(cell)
        # Telle que distribuée, fût-ce par une autre version du sujet (l'échéance a changé depuis) : rien de l'étudiant.
        if cell.text == target.released or target.test or cell.distributed or target.reworded_by(cell):
            return False
        # Une cellule verrouillée que l'étudiant a complétée : l'originale est remise, son ajout la suit.
        return cell.kind == "code" or len(cell.text) > len(target.released) + 20

    def added(self):
        """Les positions des cellules ajoutées, dans l'ordre de la copie."""
        kept = {self.cells[position].text for position in self._used}
        return [
            position
            for position, cell in enumerate(self.cells)
            if position not in self._used
            and self._is_added(position)
            and not (self.labels[position] is not None and cell.text in kept)  # le double exact d'une réponse
        ]

    def _stable_anchors(self):
        """Les cellules restées dans l'ordre du sujet : la plus longue suite d'indices croissants."""
        seen, links = set(), {}
        tails: list[int] = []
        ends: list[int] = []
        for position, label in enumerate(self.labels):
            if label is None or label in seen or not self._anchors_here(position, label):
                continue
            seen.add(label)
            rank = bisect_left(tails, label)
            links[position] = ends[rank - 1] if rank else -1
            tails[rank : rank + 1], ends[rank : rank + 1] = [label], [position]
        anchors = ends[-1:]
        while anchors and links[anchors[-1]] >= 0:
            anchors.append(links[anchors[-1]])
        return anchors[::-1]

    def _anchors_here(self, position, label):
        chosen = self.chosen.get(label)
        return position in chosen if chosen else True

    def anchor(self, position):
        """L'indice de la cellule du sujet après laquelle se range cette cellule ajoutée (-1 : avant toutes)."""
        before = bisect_left(self._anchors, position)
        return self.labels[self._anchors[before - 1]] if before else -1
