"""Freezes a milestone: by hand, or by itself when its day is over."""

from datetime import date, timedelta

from contracts.vocab import Cohort, Role
from dbkit.caller import Caller
from dbkit.database import Database
from servicekit.errors import ConflictError, NotFoundError

from reporting.milestones import MILESTONES, find
from reporting.reads.milestones import frozen_figures, milestone_view
from reporting.reads.views import MilestoneView
from reporting.storage.frozen import freeze


class MilestoneNotFoundError(NotFoundError):
    """The plan has no such milestone."""

    code = "milestone_not_found"


class MilestoneNotDueError(ConflictError):
    """Its day is not over yet."""

    code = "milestone_not_due"


class MilestoneFrozenError(ConflictError):
    """It is frozen already, for good."""

    code = "milestone_frozen"


class FreezeMilestone:
    """Keeps a past milestone's figures as they are known now.

    Args:
        db: the database.
        office: the unit whose rows frozen milestones are; both offices of the district read them.
    """

    def __init__(self, db: Database, office: str) -> None:
        self._db = db
        self._office = office

    async def __call__(self, caller: Caller, cohort: Cohort, day: date) -> MilestoneView:
        """Freeze the milestone of ``cohort`` on ``day`` (R3, R53).

        Raises:
            RoleMissingError: only supervisors and analysts of the office may.
            MilestoneNotFoundError: the plan has no such milestone.
            MilestoneNotDueError: its day is not over.
            MilestoneFrozenError: it is frozen already.
        """
        caller.principal.require(Role.SUPERVISOR, Role.ANALYST, office=True)
        milestone = find(cohort, day)
        if milestone is None:
            raise MilestoneNotFoundError("方案中没有这个节点。")
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return MilestoneView.model_validate(tx.replayed)
            if day >= tx.today:
                raise MilestoneNotDueError("节点日期尚未过去，不能定格。")
            async with tx.as_tenant(self._office):
                view = await milestone_view(tx.session, milestone, day, known_at=tx.now)
                if not await freeze(tx, view, known_at=tx.now):
                    raise MilestoneFrozenError("该节点数据已定格，不能更改。")
                frozen = await frozen_figures(tx.session)
            view.frozen = frozen[cohort, day]
            tx.audit("milestone.frozen", f"{cohort}/{day}", after=_codes(view))
            tx.respond(view.model_dump(mode="json"))
        return view


class FreezeDueMilestones:
    """Keeps each milestone as it was known when its day ended.

    Args:
        db: the database.
        office: the unit whose rows frozen milestones are.
        grace: how long after the end of the day events may still be under way.
    """

    def __init__(self, db: Database, office: str, grace: timedelta) -> None:
        self._db = db
        self._office = office
        self._grace = grace

    async def __call__(self) -> list[MilestoneView]:
        """Freeze what is due; a milestone of which no case was known by its day is left to people.

        Returns:
            The milestones frozen now.
        """
        done: list[MilestoneView] = []
        async with self._db.system("freeze") as tx:
            async with tx.as_tenant(self._office):
                known = await frozen_figures(tx.session)
                for m in MILESTONES:
                    closed = m.closes_at()
                    if (m.cohort, m.day) in known or tx.now < closed + self._grace:
                        continue
                    view = await milestone_view(tx.session, m, m.day, known_at=closed)
                    if view.total and await freeze(tx, view, known_at=closed):
                        done.append(view)
            for view in done:
                tx.audit("milestone.frozen", f"{view.cohort}/{view.date}", after=_codes(view))
        return done


def _codes(view: MilestoneView) -> dict[str, object]:
    return view.model_dump(
        mode="json", include={"total", "claimed", "resolved", "needed", "reached"}
    )
