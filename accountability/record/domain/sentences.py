"""How each kind of fact reads: who did what to which object. A kind without its sentence fails a test.

Places: %(who)s; %(subject)s, the name of the object that `about` says how to find; every field of the fact by its name.
Kinds are named by text, because entries outlive the code that wrote them.
"""

import enum
from dataclasses import dataclass

from accountability.record.domain.reading import Area


class Subject(enum.Enum):
    """What an entry can be about; the record knows its name and its page."""

    SURVEY = "survey"
    ACTION = "action"
    ASSESSMENT = "assessment"
    NETWORK = "network"
    ROUND = "round"
    MEMBER = "member"


@dataclass(frozen=True)
class Sentence:
    """A sentence with places. `about`: which object, and the field that holds its id ("" for the entry's own subject)."""

    area: Area
    text: str
    about: tuple[Subject, str] | None = None


_SURVEY = (Subject.SURVEY, "survey_id")
_ASSESSMENT = (Subject.ASSESSMENT, "")
_NETWORK = (Subject.NETWORK, "network_id")
_ROUND = (Subject.ROUND, "")
_MEMBER = (Subject.MEMBER, "member_id")
_ACTION = (Subject.ACTION, "")

SENTENCES: dict[str, Sentence] = {
    "OrganisationSignedUp": Sentence(Area.ORGANISATION, "%(who)s signed the organisation up."),
    "ProfileChanged": Sentence(Area.ORGANISATION, "%(who)s changed what the organisation says of itself; its name: %(name)s."),
    "ColleagueInvited": Sentence(Area.ORGANISATION, "%(who)s invited a colleague as %(role)s."),
    "InvitationAccepted": Sentence(Area.ORGANISATION, "%(who)s accepted an invitation as %(role)s."),
    "InvitationWithdrawn": Sentence(Area.ORGANISATION, "%(who)s took an invitation back."),
    "RoleMade": Sentence(Area.ORGANISATION, "%(who)s made the role %(name)s. It may: %(permissions)s."),
    "RoleChanged": Sentence(Area.ORGANISATION, "%(who)s changed the role %(name)s. It may now: %(permissions)s."),
    "RoleRemoved": Sentence(Area.ORGANISATION, "%(who)s removed the role %(name)s."),
    "RoleGiven": Sentence(Area.ORGANISATION, "%(who)s changed the role of %(name)s from %(before)s to %(after)s."),
    "MembershipEnded": Sentence(Area.ORGANISATION, "%(who)s ended the membership of %(name)s."),
    "MemberRenamed": Sentence(Area.ORGANISATION, "%(who)s is called %(name)s from now on."),
    "InvitationSentAgain": Sentence(Area.ORGANISATION, "%(who)s sent an invitation again; its old link stopped working."),
    "MemberCameBack": Sentence(Area.ORGANISATION, "%(subject)s confirmed who they are after the organisation arrived.", _MEMBER),
    "SecondFactorDemanded": Sentence(Area.ORGANISATION, "%(who)s asked every member for a second factor."),
    "SecondFactorNoLongerDemanded": Sentence(
        Area.ORGANISATION, "%(who)s stopped asking every member for a second factor."
    ),
    "FactorResetAsked": Sentence(Area.SIGN_IN, "%(who)s asked to remove the second factors of %(name)s."),
    "FactorResetApproved": Sentence(
        Area.SIGN_IN, "%(who)s approved removing the second factors of %(name)s; it is due on %(due_at)s."
    ),
    "FactorResetCancelled": Sentence(Area.SIGN_IN, "Removing the second factors of %(name)s was stopped."),
    "FactorResetDone": Sentence(Area.SIGN_IN, "The second factors of %(name)s were removed."),
    "FactorResetLapsed": Sentence(Area.SIGN_IN, "Nobody approved removing the second factors of %(name)s in time."),
    "ProviderChosen": Sentence(Area.SIGN_IN, "%(who)s chose the sign-in provider %(issuer)s."),
    "ProviderTried": Sentence(Area.SIGN_IN, "%(who)s tried the sign-in provider, and it worked."),
    "ProviderMadeRequired": Sentence(Area.SIGN_IN, "%(who)s asked members to sign in through the provider only."),
    "ProviderMadeOptional": Sentence(Area.SIGN_IN, "%(who)s let members sign in in other ways again."),
    "ProviderRemoved": Sentence(Area.SIGN_IN, "%(who)s removed the sign-in provider."),
    "MemberHeld": Sentence(Area.SIGN_IN, "%(subject)s signed in through the provider for the first time.", _MEMBER),
    "MemberReleased": Sentence(Area.SIGN_IN, "%(who)s let %(subject)s be somebody else at the provider.", _MEMBER),
    "SignedInThroughProvider": Sentence(Area.SIGN_IN, "%(who)s signed in through the provider."),
    "TokenMade": Sentence(Area.SIGN_IN, "%(who)s made a personal token for %(lasts_days)s days. It may: %(scope)s."),
    "TokenRotated": Sentence(
        Area.SIGN_IN, "%(who)s changed the secret of a personal token; the old one works for %(grace_hours)s hours more."
    ),
    "TokenEnded": Sentence(Area.SIGN_IN, "%(who)s ended a personal token."),
    "IdentityConfirmed": Sentence(Area.SIGN_IN, "%(who)s proved again who they are, before something sensitive."),
    "SecondFactorAdded": Sentence(Area.SIGN_IN, "%(who)s set up a second factor: %(kind)s."),
    "SecondFactorRemoved": Sentence(Area.SIGN_IN, "%(who)s removed a second factor: %(kind)s."),
    "SecondFactorsReset": Sentence(Area.SIGN_IN, "All second factors of %(who)s were removed, because they lost them."),
    "RecoveryCodesMade": Sentence(Area.SIGN_IN, "%(who)s got new recovery codes; earlier ones no longer work."),
    "RecoveryCodeUsed": Sentence(Area.SIGN_IN, "%(who)s used a recovery code; %(left)s are left."),
    "PasskeyRefused": Sentence(Area.SIGN_IN, "A passkey of %(who)s was refused, because it looked like a copy."),
    "TakenFromTrash": Sentence(Area.ORGANISATION, "%(who)s took something back from the trash: %(kind)s."),
    "OrganisationBrought": Sentence(Area.ORGANISATION, "The organisation arrived from another installation."),
    "ExportAsked": Sentence(Area.ORGANISATION, "%(who)s asked for an archive of everything."),
    "ExportFetched": Sentence(Area.ORGANISATION, "%(who)s took out an archive of everything."),
    "ErasureAsked": Sentence(Area.ORGANISATION, "%(who)s asked to erase the organisation."),
    "ErasureConfirmed": Sentence(
        Area.ORGANISATION, "%(who)s agreed to erase the organisation; it is due on %(due_at)s."
    ),
    "ErasureCancelled": Sentence(Area.ORGANISATION, "%(who)s took the erasure of the organisation back."),
    "AccountErased": Sentence(Area.ORGANISATION, "A member erased their account."),
    "SignedIn": Sentence(Area.SIGN_IN, "%(who)s signed in."),
    "SignInPaused": Sentence(
        Area.SIGN_IN, "Signing in as %(who)s had rested after too many wrong tries (%(failures)s), until they were back."
    ),
    "PasswordChanged": Sentence(Area.SIGN_IN, "%(who)s chose a new password; their other sign-ins ended."),
    "AddressChanged": Sentence(Area.SIGN_IN, "%(who)s signs in with another mail address from now on."),
    "DeviceEnded": Sentence(Area.SIGN_IN, "%(who)s signed one of their devices out."),
    "OperatorLetIn": Sentence(Area.OPERATOR, "%(who)s let the operator look for %(length)s: %(reason)s"),
    "OperatorShutOut": Sentence(Area.OPERATOR, "%(who)s ended the operator’s look."),
    "OperatorEntered": Sentence(Area.OPERATOR, "The operator began to look."),
    "OperatorLeft": Sentence(Area.OPERATOR, "The operator stopped looking."),
    "OperatorLooked": Sentence(Area.OPERATOR, "The operator looked at the page %(page)s."),
    "AssessmentStarted": Sentence(Area.ASSESSMENT, "%(who)s started the assessment %(name)s.", _ASSESSMENT),
    "AssessmentRemoved": Sentence(Area.ASSESSMENT, "%(who)s put the assessment %(name)s in the trash.", _ASSESSMENT),
    "AssessmentDeepened": Sentence(
        Area.ASSESSMENT, "%(who)s turned %(subject)s from a quick scan into the full assessment.", _ASSESSMENT
    ),
    "SheetBroughtIn": Sentence(
        Area.ASSESSMENT,
        "%(who)s brought answers of the assessment %(subject)s in from a spreadsheet: %(new)s new, %(changed)s changed.",
        _ASSESSMENT,
    ),
    "SheetTakenBack": Sentence(
        Area.ASSESSMENT,
        "%(who)s took back answers of the assessment %(subject)s that had come from a spreadsheet: %(back)s.",
        _ASSESSMENT,
    ),
    "AssessmentSignedOff": Sentence(
        Area.ASSESSMENT, "%(who)s signed off the assessment %(subject)s, with %(answered)s of %(total)s answered.", _ASSESSMENT
    ),
    "EvidenceAdded": Sentence(Area.EVIDENCE, "%(who)s began a piece of evidence."),
    "EvidenceChanged": Sentence(Area.EVIDENCE, "%(who)s changed a piece of evidence."),
    "EvidenceRemoved": Sentence(Area.EVIDENCE, "%(who)s put a piece of evidence in the trash."),
    "EvidenceFileAdded": Sentence(
        Area.EVIDENCE, "A file of a piece of evidence was checked and is kept, in version %(version)s with the digest %(sha256)s."
    ),
    "EvidenceFileRemoved": Sentence(Area.EVIDENCE, "%(who)s put a file of a piece of evidence in the trash."),
    "EvidenceFileDamaged": Sentence(
        Area.EVIDENCE,
        "A stored file of a piece of evidence is missing or not what was kept: version %(version)s, with the digest %(sha256)s.",
    ),
    "AssessmentSubmitted": Sentence(
        Area.ASSESSMENT, "%(who)s handed in the assessment %(subject)s, with %(answered)s of %(total)s answered.", _ASSESSMENT
    ),
    "SubmissionTakenBack": Sentence(
        Area.ASSESSMENT, "%(who)s took back the assessment %(subject)s before it was signed.", _ASSESSMENT
    ),
    "ChangesRequested": Sentence(Area.ASSESSMENT, "%(who)s asked for changes in the assessment %(subject)s.", _ASSESSMENT),
    "AssessmentReopened": Sentence(Area.ASSESSMENT, "%(who)s opened the signed assessment %(subject)s again.", _ASSESSMENT),
    "KeyActionAsked": Sentence(
        Area.ASSESSMENT, "%(who)s had the key action %(key_action)s asked after all in %(subject)s.", _ASSESSMENT
    ),
    "KeyActionLeftOut": Sentence(
        Area.ASSESSMENT, "%(who)s left the key action %(key_action)s out of %(subject)s, by a rule of the standard.", _ASSESSMENT
    ),
    "LevelSuggested": Sentence(
        Area.ASSESSMENT, "%(who)s suggested a level for the key action %(key_action)s in %(subject)s.", _ASSESSMENT
    ),
    "WayChosen": Sentence(Area.ASSESSMENT, "%(who)s chose how %(subject)s is rated: %(way)s.", _ASSESSMENT),
    "RatersAsked": Sentence(Area.ASSESSMENT, "%(who)s asked members to rate %(subject)s: %(count)s.", _ASSESSMENT),
    "SectionsGiven": Sentence(Area.ASSESSMENT, "%(who)s gave a rater of %(subject)s other sections.", _ASSESSMENT),
    "RaterRemoved": Sentence(Area.ASSESSMENT, "%(who)s took a member who had not rated off the team of %(subject)s.", _ASSESSMENT),
    "RatersReminded": Sentence(Area.ASSESSMENT, "%(who)s reminded the team of %(subject)s by mail.", _ASSESSMENT),
    "RatingClosed": Sentence(Area.ASSESSMENT, "%(who)s closed rating of %(subject)s.", _ASSESSMENT),
    "LevelsTakenOver": Sentence(
        Area.ASSESSMENT, "%(who)s wrote down levels of %(subject)s on which all raters said the same: %(count)s.", _ASSESSMENT
    ),
    "SurveyStarted": Sentence(Area.SURVEY, "%(who)s began to prepare the survey %(subject)s.", _SURVEY),
    "SurveyRemoved": Sentence(Area.SURVEY, "%(who)s put the survey %(subject)s in the trash.", _SURVEY),
    "SurveyPublished": Sentence(Area.SURVEY, "%(who)s published version %(version)s of the survey %(subject)s.", _SURVEY),
    "SurveyClosed": Sentence(Area.SURVEY, "%(who)s closed the survey %(subject)s.", _SURVEY),
    "SurveyExtended": Sentence(Area.SURVEY, "%(who)s left the survey %(subject)s open until %(closes_on)s.", _SURVEY),
    "HiddenAnswersDestroyed": Sentence(
        Area.SURVEY, "%(who)s destroyed the hidden answers of the survey %(subject)s, unread.", _SURVEY
    ),
    "ThemeWritten": Sentence(Area.REPLY, "%(who)s wrote a theme of the reply to the survey %(subject)s.", _SURVEY),
    "ThemeDecided": Sentence(
        Area.REPLY, "%(who)s decided a theme of the reply to the survey %(subject)s: %(decision)s.", _SURVEY
    ),
    "ThemeRemoved": Sentence(Area.REPLY, "%(who)s removed a theme from the reply to the survey %(subject)s.", _SURVEY),
    "ReplyPublished": Sentence(
        Area.REPLY,
        "%(who)s published the reply to the survey %(subject)s: %(themes)s themes, %(declined)s of them declined.",
        _SURVEY,
    ),
    "ReplyUpdated": Sentence(Area.REPLY, "%(who)s added news to the reply to the survey %(subject)s.", _SURVEY),
    "ActionPlanned": Sentence(Area.PLAN, "%(who)s planned the action %(subject)s, due on %(due_on)s.", _ACTION),
    "ActionChanged": Sentence(Area.PLAN, "%(who)s changed the action %(subject)s: %(parts)s.", _ACTION),
    "ActionMoved": Sentence(Area.PLAN, "%(who)s moved the action %(subject)s from %(status_was)s to %(status_is)s.", _ACTION),
    "ActionDone": Sentence(Area.PLAN, "%(who)s finished the action %(subject)s; done on %(done_on)s.", _ACTION),
    "ActionDropped": Sentence(Area.PLAN, "%(who)s dropped the action %(subject)s, with a reason.", _ACTION),
    "ActionRemoved": Sentence(Area.PLAN, "%(who)s put the action %(subject)s in the trash.", _ACTION),
    "NetworkConvened": Sentence(Area.NETWORK, "%(who)s began the network %(name)s.", (Subject.NETWORK, "")),
    "OrganisationsInvited": Sentence(
        Area.NETWORK, "%(who)s invited organisations to the network %(subject)s: %(count)s.", _NETWORK
    ),
    "NetworkInvitationWithdrawn": Sentence(
        Area.NETWORK, "%(who)s took back an invitation to the network %(subject)s.", _NETWORK
    ),
    "NetworkJoined": Sentence(Area.NETWORK, "%(who)s joined the network %(subject)s for the organisation.", _NETWORK),
    "NetworkLeft": Sentence(Area.NETWORK, "%(who)s left the network %(subject)s for the organisation.", _NETWORK),
    "HomeNetworkChosen": Sentence(Area.NETWORK, "%(who)s made %(subject)s the organisation’s home network.", _NETWORK),
    "MemberVerified": Sentence(Area.NETWORK, "%(who)s confirmed a member of the network %(subject)s.", _NETWORK),
    "RoundOpened": Sentence(
        Area.NETWORK, "%(who)s announced the round %(name)s: closes on %(closes_on)s, results on %(publishes_on)s.", _ROUND
    ),
    "RoundExtended": Sentence(
        Area.NETWORK, "%(who)s moved the round %(subject)s: closes on %(closes_on)s, results on %(publishes_on)s.", _ROUND
    ),
    "ConsentGiven": Sentence(Area.NETWORK, "%(who)s agreed to share into the round %(subject)s.", _ROUND),
    "ConsentWithdrawn": Sentence(Area.NETWORK, "%(who)s took back the agreement to share into the round %(subject)s.", _ROUND),
    "ContributionTaken": Sentence(Area.BENCHMARK, "%(who)s contributed an assessment to the round %(subject)s.", _ROUND),
    "ContributionWithdrawn": Sentence(Area.BENCHMARK, "The contribution to the round %(subject)s was taken back.", _ROUND),
    "PanelFrozen": Sentence(Area.BENCHMARK, "The round %(subject)s closed, and who counts in it was fixed.", _ROUND),
    "ReleasePublished": Sentence(Area.BENCHMARK, "The results of the round %(subject)s were published.", _ROUND),
    "ReleaseHeldBack": Sentence(Area.BENCHMARK, "The results of the round %(subject)s were not published.", _ROUND),
    "RecordExported": Sentence(Area.RECORD, "%(who)s took this record out as %(form)s."),
}  # fmt: skip


def kinds_of(area: Area) -> list[str]:
    """The kinds of fact that belong to an area."""
    return [kind for kind, sentence in SENTENCES.items() if sentence.area is area]
