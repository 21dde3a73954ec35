"""Permissions in people's words: what each rule that a role may hold lets somebody do, and beside what it is shown."""

from accountability.language import lazy

GROUPS = {
    "organisation": lazy("Organisation"),
    "assessments": lazy("Assessments"),
    "surveys": lazy("Surveys"),
    "replies": lazy("Replies and the plan"),
    "networks": lazy("Networks and benchmarks"),
}
# Name of the rule: its group, and what it allows. A test fails for a rule that may be given and is not here.
PERMISSIONS = {
    "READ_ORGANISATION": ("organisation", lazy("See the organisation and its members")),
    "DESCRIBE_ORGANISATION": ("organisation", lazy("Change what the organisation says of itself")),
    "SEE_TRASH": ("organisation", lazy("See what was removed, and take back what they may remove")),
    "READ_ASSESSMENTS": ("assessments", lazy("Read assessments and profiles")),
    "READ_GAP": ("assessments", lazy("Read the perception gap: own scores beside what people answered")),
    "RATE_KEY_ACTION": ("assessments", lazy("Rate key actions and write notes")),
    "READ_SPREAD": ("assessments", lazy("See how far apart raters are, once that is shown")),
    "RUN_ASSESSMENT": ("assessments", lazy("Start assessments, grow them and submit them for sign-off")),
    "READ_EVIDENCE": ("assessments", lazy("Read evidence: files and links that support a level")),
    "ADD_EVIDENCE": ("assessments", lazy("Add, change and remove evidence")),
    "SIGN_ASSESSMENT": ("assessments", lazy("Sign assessments off, ask for changes, open them again")),
    "COMMENT_ON_ASSESSMENT": ("assessments", lazy("Comment on key actions")),
    "SUGGEST_LEVEL": ("assessments", lazy("Suggest levels as somebody from outside would give them")),
    "READ_SURVEYS": ("surveys", lazy("Read surveys and their results")),
    "EDIT_SURVEY": ("surveys", lazy("Prepare surveys and their promise")),
    "RUN_SURVEY": ("surveys", lazy("Publish, extend and close surveys")),
    "CHECK_TEXTS": ("surveys", lazy("Check what people wrote before others read it")),
    "READ_FOLLOWUP": ("replies", lazy("Read themes, decisions, replies and the plan")),
    "WRITE_REPLY": ("replies", lazy("Write themes and replies")),
    "DECIDE_THEME": ("replies", lazy("Decide about themes, with reasons")),
    "PUBLISH_REPLY": ("replies", lazy("Publish replies and news of them")),
    "EDIT_PLAN": ("replies", lazy("Plan actions, change them, give them to somebody")),
    "WORK_ON_ACTION": ("replies", lazy("Move their own actions on, and note something")),
    "READ_NETWORKS": ("networks", lazy("See networks and rounds")),
    "JOIN_NETWORK": ("networks", lazy("Join and leave networks")),
    "GIVE_CONSENT": ("networks", lazy("Agree to share into a round, and take it back")),
    "CONTRIBUTE_ASSESSMENT": ("networks", lazy("Share an assessment into a benchmark")),
    "READ_BENCHMARKS": ("networks", lazy("Read benchmarks")),
    "CONVENE_NETWORK": ("networks", lazy("Convene a network")),
    "COORDINATE_NETWORK": ("networks", lazy("Coordinate networks and their rounds (needs a second factor)")),
}
