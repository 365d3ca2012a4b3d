"""Prints, as JSON, the two columns and the counts on which the distances of src/stats are compared. Needs scikit-learn 1.9.1.

python tools/reference/columns.py > src/stats/reference/columns.json
"""
import json
import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits

data = load_breast_cancer()
columns = {name: data.data[:, list(data.feature_names).index(name)].tolist() for name in ("mean radius", "worst concavity")}
target = load_digits().target
late = target[1100:]
counts = lambda v: np.bincount(v, minlength=10).tolist()
digits = {"reference": counts(target[:1100]), "a": counts(late), "b": counts(np.concatenate([late[:400], late[400:][late[400:] >= 5]]))}
edges = {name: np.histogram_bin_edges(v, bins="sturges").tolist() for name, v in columns.items()}
print(json.dumps({"columns": columns, "reference_rows": 300, "sturges_edges": edges, "digits": digits}))
