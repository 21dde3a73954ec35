"""The faults, by what they open."""

from tests.planted.bug import Bug
from tests.planted.bugs.accounts import ACCOUNTS
from tests.planted.bugs.answers import ANSWERS
from tests.planted.bugs.benchmark import BENCHMARK
from tests.planted.bugs.elsewhere import ELSEWHERE
from tests.planted.bugs.factors import FACTORS
from tests.planted.bugs.leaving import LEAVING
from tests.planted.bugs.pages import PAGES
from tests.planted.bugs.plan import PLAN
from tests.planted.bugs.record import RECORD
from tests.planted.bugs.results import RESULTS
from tests.planted.bugs.review import REVIEW
from tests.planted.bugs.roles import PEOPLE
from tests.planted.bugs.standard import STANDARD
from tests.planted.bugs.tenants import TENANTS
from tests.planted.bugs.walls import WALLED

BUGS: tuple[Bug, ...] = (
    *(*TENANTS, *WALLED, *PAGES, *ACCOUNTS, *FACTORS, *PEOPLE),
    *(*ELSEWHERE, *RECORD, *LEAVING, *ANSWERS, *BENCHMARK, *PLAN, *STANDARD, *RESULTS, *REVIEW),
)
