"""scikit-learn : `MLPClassifier`, qui ne prend ni notre départ ni nos lots. On compte donc ses pas."""

import time

from sklearn.neural_network import MLPClassifier


def epochs(problem):
    """{« scikit-learn » : une époque, et le nombre de ses pas}."""
    case, y = problem.case, problem.Y[:, 0].astype(int)
    network = MLPClassifier(case.layer_dims[1:-1], batch_size=case.batch, alpha=0.0, random_state=0)

    def epoch():
        network.partial_fit(problem.X[: case.batch], y[: case.batch], classes=[0, 1])
        assert network.coefs_[0].dtype == problem.X.dtype
        before = network._optimizer.t
        start = time.perf_counter()
        network.partial_fit(problem.X, y)
        return time.perf_counter() - start, network._optimizer.t - before

    return {"scikit-learn": epoch}
