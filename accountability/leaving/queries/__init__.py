"""Reads what is asked for and made, whose rights still hold, and the rows that leave."""

from accountability.leaving.queries.asking import (
    describe_erasure,
    find_erasure_request,
    find_rejoining,
    get_export,
    holds_rule,
    list_exports,
    list_owners,
    list_persons,
)
from accountability.leaving.queries.persons import Found, Membership, list_findings, list_memberships, mail_of
from accountability.leaving.queries.rows import Leaving, list_tables

__all__ = [
    "Found",
    "Leaving",
    "Membership",
    "describe_erasure",
    "find_erasure_request",
    "find_rejoining",
    "get_export",
    "holds_rule",
    "list_exports",
    "list_findings",
    "list_memberships",
    "list_owners",
    "list_persons",
    "list_tables",
    "mail_of",
]
