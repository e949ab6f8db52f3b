"""La correction : sûre, juste, reprise là où elle s'est arrêtée ; nbgrader reste le moteur et l'interface.

Le code d'un étudiant ne rencontre jamais celui qui le note. Une copie est d'abord reconstruite (`submission`) : le
carnet de l'enseignant, où l'on met le texte des solutions de l'étudiant. Un meneur (`examination`) lance ensuite deux
interpréteurs, chacun dans sa boîte (`sandbox`) : la copie exécute les cellules de l'étudiant, les tests exécutent
celles de l'enseignant ; ce qui tourne là est dans `inside`. Entre eux, un fil (`wire`) porte des nombres, des tableaux
et des listes, jamais du code : les tests appellent ce que la copie définit, elle n'appelle que les fonctions qu'ils lui
prêtent. Ce qui s'emballe est tué, ce qui meurt est relancé, et les tests suivants continuent. La copie qui voit des
données cachées ne parle plus : ce qu'on lit d'elle vient d'une passe d'avant, sans tests cachés.

`gradebook` fait entrer tout cela dans nbgrader ; `batch` en fait une fonction pure, une copie entre, un résultat sort,
qu'il répartit sur les cœurs ou sur des machines ; `intake` range ce qui arrive de Moodle, `returns` y rend notes et
commentaires. Personne n'importe qui se sert de lui : `wire` ne connaît rien, `inside` ne connaît que `wire` et
`checks`, `sandbox` que `wire`.
"""
