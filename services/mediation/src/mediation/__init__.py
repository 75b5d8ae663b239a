"""Mediation: what was really done on a case, the closing report, the leader's written opinion."""
