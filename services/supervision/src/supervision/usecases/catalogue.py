"""All use cases of the service, as the API and the consumers receive them."""

from dataclasses import dataclass

from supervision.usecases.follow_case import FollowCase
from supervision.usecases.follow_fast_closing import FollowFastClosing
from supervision.usecases.follow_opinion import FollowOpinion
from supervision.usecases.follow_repeat import FollowRepeat
from supervision.usecases.follow_report import FollowReport
from supervision.usecases.follow_withdrawal import FollowWithdrawal
from supervision.usecases.queries import Queries
from supervision.usecases.recognise import RecogniseResolution
from supervision.usecases.review import ReviewClosure
from supervision.usecases.revoke import RevokeResolution
from supervision.usecases.write_off import WriteOffCase


@dataclass(frozen=True, slots=True)
class UseCases:
    """Commands, reads and followed events, wired."""

    review: ReviewClosure
    recognise: RecogniseResolution
    write_off: WriteOffCase
    revoke: RevokeResolution
    queries: Queries
    follow_case: FollowCase
    follow_fast_closing: FollowFastClosing
    follow_report: FollowReport
    follow_opinion: FollowOpinion
    follow_repeat: FollowRepeat
    follow_withdrawal: FollowWithdrawal
