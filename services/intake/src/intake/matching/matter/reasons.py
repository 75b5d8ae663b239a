"""Evidence in the words of a clerk."""

from collections.abc import Mapping

from intake.matching.reason import Reason

from .profile import Profile
from .wishes import spelled

_SAME_BODY = 0.97
_MUCH_BODY = 0.3
_NAMES_SHOWN = 3


def reasons(a: Profile, b: Profile, evidence: Mapping[str, float]) -> tuple[Reason, ...]:
    """Why two petitions look alike or not, strongest first."""
    found = [*_wording(evidence), *_places(a, b), *_wants(a, b), *_cues(b, evidence)]
    found.sort(key=lambda reason: -abs(reason.weight))
    return tuple(found)


def _wording(evidence: Mapping[str, float]) -> list[Reason]:
    share = evidence["shingle"]
    if share >= _SAME_BODY:
        return [Reason("same_text", "正文几乎完全相同", 4.0)]
    if share >= _MUCH_BODY:
        return [Reason("copied_text", f"正文有 {share:.0%} 相同", 1.0 + 3.0 * share)]
    return []


def _places(a: Profile, b: Profile) -> list[Reason]:
    common = _common(a, b)
    if common:
        shown = "、".join(f"“{name}”" for name in common[:_NAMES_SHOWN])
        return [Reason("shared_names", f"共同提到{shown}", 1.5 + 0.5 * len(common[:_NAMES_SHOWN]))]
    left, right = _main(a), _main(b)
    if left and right:
        return [Reason("other_place", f"地点或对象不同：{left} / {right}", -2.0)]
    if a.districts and b.districts and not a.districts & b.districts:
        left_code, right_code = min(a.districts).upper(), min(b.districts).upper()
        return [Reason("other_district", f"区域不同：{left_code} / {right_code}", -1.0)]
    return []


def _common(a: Profile, b: Profile) -> list[str]:
    found = {n.text: None for n in a.names if n.text in b.text}
    found |= {n.text: None for n in b.names if n.text in a.text}
    return [name for name in found if not any(name != other and name in other for other in found)]


def _main(profile: Profile) -> str | None:
    return next((n.text for n in profile.names if n.start < profile.subject_length), None)


def _wants(a: Profile, b: Profile) -> list[Reason]:
    both = spelled(a.subject_wishes & b.subject_wishes) or spelled(a.wishes & b.wishes)
    if both:
        return [Reason("same_wish", f"诉求都涉及{'、'.join(both[:_NAMES_SHOWN])}", 1.0)]
    left, right = spelled(a.subject_wishes), spelled(b.subject_wishes)
    if left and right:
        return [Reason("other_wish", f"诉求不同：{left[0]} / {right[0]}", -1.5)]
    return []


def _cues(b: Profile, evidence: Mapping[str, float]) -> list[Reason]:
    found = []
    if "again" in b.cues:
        found.append(Reason("follow_up", f"后一件写明“{b.cues['again']}”", 0.8))
    elif "reply_wrong" in b.cues or "unsolved" in b.cues:
        cue = b.cues.get("reply_wrong") or b.cues["unsolved"]
        found.append(Reason("unsolved", f"后一件提到“{cue}”", 0.4))
    if evidence["same_day"]:
        found.append(Reason("same_day", "两件同一天提出", 0.3))
    return found
