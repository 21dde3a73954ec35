"""The faults, by what they open."""

from tests.planted.bug import Bug
from tests.planted.bugs.answers import ANSWERS
from tests.planted.bugs.benchmark import BENCHMARK
from tests.planted.bugs.factors import FACTORS
from tests.planted.bugs.pages import PAGES
from tests.planted.bugs.roles import PEOPLE
from tests.planted.bugs.tenants import TENANTS

BUGS: tuple[Bug, ...] = (*TENANTS, *PAGES, *FACTORS, *PEOPLE, *ANSWERS, *BENCHMARK)
