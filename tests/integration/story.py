"""The steps of a case's life, as its users take them, so that a story can start anywhere."""

from typing import Any

from people import Cast
from servicekit.ids import new_id

UNIT = "wenhuajie"
LEADER = f"{UNIT}.leader"


class Story:
    """One case and the people around it; each step returns the service's answer."""

    def __init__(self, person: Cast) -> None:
        self.person = person
        self.case_no = f"T{new_id().hex[-12:].upper()}"
        self.case_id = ""

    async def register(self, **over: Any) -> Any:
        """The office registers the petition."""
        answer = await self.person("xlb.registrar").do(
            "intake", "/v1/cases",
            **{
                "case_no": self.case_no, "source": "region", "registered_on": "2020-03-02",
                "handed_down_on": "2020-10-26", "channel": "visit", "people_count": 1,
                "category": "城乡建设", "case_kind": "ordinary", "cross_separated": False,
                "demand": "小区房产证多年未办，请求督促开发商办理。",
                "petitioners": [{"name": "赵测试", "id_no": "640104199003319334"}],
                "phones": ["16116746802"],
                **over,
            },
        )  # fmt: skip
        self.case_id = answer["case_id"]
        return answer

    async def verify(self) -> Any:
        """Three ticks."""
        ticks = ("facts_complete", "situation_clear", "determination_sound")
        return await self.person("xlb.registrar").do(
            "intake", f"/v1/cases/{self.case_id}/verification", occurred_on="2020-10-27",
            ticks=[{"tick": t, "evidence": "卷宗与谈话记录核对一致"} for t in ticks],
        )  # fmt: skip

    async def issue(self, **over: Any) -> Any:
        """交办 to the street, the housing bureau assisting."""
        from testkit.drain import until

        supervisor = self.person("xlb.supervisor")

        async def ready() -> bool:
            answer = await supervisor.ask("GET", "assignment", f"/v1/cases/{self.case_id}")
            return answer.status_code == 200 and answer.json()["state"] == "ready"

        await until(ready)
        return await supervisor.do(
            "assignment", "/v1/batches", letter_no="兴信联办交〔2020〕1号", occurred_on="2020-10-28",
            items=[{
                "case_id": self.case_id, "lead_unit": UNIT, "assist_units": ["zjj"],
                "cooperate_units": [], "due_on": "2020-12-31", **over,
            }],
        )  # fmt: skip

    def _a(self, what: str) -> str:
        return f"/v1/cases/{self.case_id}/{what}"

    async def sign(self) -> Any:
        """The street signs."""
        return await self.person(f"{UNIT}.handler").do(
            "assignment", self._a("sign"), occurred_on="2020-10-29"
        )

    async def arm(self, level: str = "section") -> None:
        """Leader, task force."""
        handler = self.person(f"{UNIT}.handler")
        await handler.do(
            "assignment", self._a("leader"), "PUT", account=LEADER, unit=UNIT, name="李主任",
            title="街道党工委书记", level=level, occurred_on="2020-10-30",
        )  # fmt: skip
        await handler.do(
            "assignment", self._a("task-force"), "PUT", name="化解工作专班", members=["李主任", "张干事"],
            occurred_on="2020-10-30",
        )  # fmt: skip

    async def start(self) -> Any:
        """Into 化解中."""
        return await self.person(f"{UNIT}.handler").do(
            "assignment", self._a("start"), occurred_on="2020-10-31"
        )

    async def plan(self) -> Any:
        """The plan."""
        return await self.person(f"{UNIT}.handler").do(
            "assignment", self._a("plan"), measures="约谈开发商，补齐手续，限期办证。",
            steps=[{"title": "约谈开发商", "owner": "张干事", "due_on": "2020-11-10"}],
            target_on="2020-12-20", occurred_on="2020-11-01",
        )  # fmt: skip

    async def work(self) -> None:
        """Visit, session, measure, notice."""
        handler = self.person(f"{UNIT}.handler")
        await handler.eventually(
            "mediation", self._a("activities"), kind="received_visit", occurred_on="2020-11-02",
            place="街道信访接待室", by_leader=True, face_to_face=True, participants="李主任、信访人",
            demands="办理房产证", summary="当面听取诉求并说明办理步骤。", commitments="十五日内答复",
        )  # fmt: skip
        await handler.do(
            "mediation", self._a("sessions"), kind="people", occurred_on="2020-11-10",
            place="社区调解室", mediator="王调解员", minutes="双方同意分两步办理。", outcome="agreed",
            consents=[{"party": "信访人", "consented": True}, {"party": "开发商", "consented": True}],
            agreement="开发商于十二月前补齐手续。",
        )  # fmt: skip
        await handler.do(
            "mediation", self._a("measures"), means=["administrative", "law"],
            description="督促开发商补齐规划验收手续并办理首次登记。", occurred_on="2020-11-20",
            executed=True, responsible="张干事",
        )  # fmt: skip
        await handler.do(
            "mediation", self._a("notices"), kind="reply", occurred_on="2020-11-25",
            channel="当面送达", content="答复意见书已送达。", receipt_no="回执-1",
        )  # fmt: skip

    async def report(self, occurred_on: str = "2020-11-28") -> Any:
        """办结报告."""
        return await self.person(f"{UNIT}.handler").do(
            "mediation", self._a("closure-report"), occurred_on=occurred_on, document_no="文街信〔2020〕8号",
            signed_by="街道办事处主任李某", demands="办理房产证",
            findings="经查，开发商未完成规划验收，导致首次登记无法办理。",
            outcome="已于十一月补齐手续并为全体业主办理房产证，信访人已领证。",
        )  # fmt: skip

    async def opinion(self, *, agreed: bool = True, occurred_on: str = "2020-11-29") -> Any:
        """The leader opens the report and signs."""
        leader = self.person(LEADER)
        await leader.get("mediation", self._a("closure-report"))
        return await leader.do(
            "mediation", self._a("leader-opinion"), agreed=agreed, occurred_on=occurred_on,
            text="已核对答复意见书、回执和办证材料，问题确已解决，同意办结。",
        )  # fmt: skip

    async def review(self, decision: str = "approved", occurred_on: str = "2020-12-01") -> Any:
        """审核报结."""
        return await self.person("xlb.reviewer").eventually(
            "supervision", self._a("review"), decision=decision, occurred_on=occurred_on,
            reason="未附信访人签字的答复意见书，请补正后重报。",
            checklist=dict.fromkeys(
                ("result_answers_demand", "measures_executed", "receipt_present",
                 "leader_opinion_read"), True,
            ),
        )  # fmt: skip

    async def recognise(self, slots: tuple[str, ...] = ("settled", "ceased", "satisfied")) -> Any:
        """化解认定."""
        return await self.person("xlb.reviewer").do(
            "supervision", self._a("recognition"), occurred_on="2020-12-05",
            evidence=[
                {
                    "slot": s, "document_no": f"证-{s}", "description": "经回访核实，材料齐全。",
                    "confirmed_by": "区信访局回访员", "voluntary": True,
                }
                for s in slots
            ],
        )  # fmt: skip

    async def until_started(self) -> "Story":
        """All steps up to 化解中."""
        await self.register()
        await self.verify()
        await self.issue()
        await self.sign()
        await self.arm()
        await self.start()
        return self

    async def until_reported(self) -> "Story":
        """All steps up to the leader's opinion."""
        await self.until_started()
        await self.plan()
        await self.work()
        await self.report()
        await self.opinion()
        return self

    async def until_recognised(self) -> "Story":
        """All steps up to 化解认定."""
        await self.until_reported()
        await self.review()
        await self.recognise()
        return self
