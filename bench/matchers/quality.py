"""How good a matcher's scores are; plain, for it runs in the peers' environments too."""

from __future__ import annotations


def quality(scores: list[float], labels: list[bool]) -> dict[str, float]:
    """Best F1 over all thresholds, and the most recall at which precision is still .99."""
    ordered = sorted(zip(scores, labels, strict=True), reverse=True)
    positive, hits, best, recall = sum(labels), 0, 0.0, 0.0
    for taken, (score, same) in enumerate(ordered, 1):
        hits += same
        if taken < len(ordered) and ordered[taken][0] == score:
            continue
        best = max(best, 2 * hits / (taken + positive))
        if hits / taken >= 0.99:
            recall = max(recall, hits / positive)
    return {"best_f1": round(best, 4), "recall_at_precision_99": round(recall, 4)}
