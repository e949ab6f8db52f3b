"""Une classe : des copies réparties sur des postes ou des machines, des résultats gardés, un tableau à la fin."""
