"""All use cases of the service, as the API and the consumers receive them."""

from dataclasses import dataclass

from supervision.usecases.follow_issue import FollowIssue
from supervision.usecases.follow_objection import FollowObjection
from supervision.usecases.follow_opinion import FollowOpinion
from supervision.usecases.follow_registration import FollowRegistration
from supervision.usecases.follow_repeat import FollowRepeat
from supervision.usecases.follow_report import FollowReport
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
    follow_registration: FollowRegistration
    follow_issue: FollowIssue
    follow_objection: FollowObjection
    follow_report: FollowReport
    follow_opinion: FollowOpinion
    follow_repeat: FollowRepeat
