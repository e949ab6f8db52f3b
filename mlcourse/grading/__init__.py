"""La correction : sûre, juste, reprise là où elle s'est arrêtée ; nbgrader reste le moteur et l'interface.

Le code d'un étudiant ne rencontre jamais celui qui le note. Une copie est d'abord reconstruite (`rebuild`) : le carnet
de l'enseignant, où l'on met le texte des solutions de l'étudiant. Un meneur (`split.run`) lance ensuite deux
interpréteurs, chacun dans sa boîte (`box`) : la copie exécute les cellules de l'étudiant, les tests exécutent celles
de l'enseignant. Entre eux, un fil (`wire`) porte des nombres, des tableaux et des listes, jamais du code ; une fonction
ou un objet reste chez lui, et l'autre côté l'appelle par un mandataire. Ce qui s'emballe est tué, ce qui meurt
est relancé, et les tests suivants continuent. La copie qui a vu des données cachées ne parle plus : ce qu'on lit
d'elle vient d'une seconde passe, sans tests cachés.

`execute` fait entrer tout cela dans `nbgrader autograde` ; `unit` en fait une fonction pure, une copie entre, un
résultat sort, que `batch` répartit sur les cœurs et `cluster` sur des machines, et que `gradebook` inscrit.
"""
