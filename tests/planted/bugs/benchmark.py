"""Faults that would turn a benchmark inside out."""

from tests.planted.bug import Bug

COMMANDS, PANEL = "accountability/benchmark/commands.py", "accountability/benchmark/domain/panel.py"
RELEASES = (
    "tests/benchmark/test_commands_contributing.py",
    "tests/benchmark/test_commands_releasing.py",
    "tests/benchmark/test_panel.py",
    "tests/attacks/test_benchmark_checks.py",
    "tests/attacks/test_benchmark_storage.py",
)
BENCHMARK = (
    Bug(
        name="somebody contributes without consent",
        file=COMMANDS,
        old="    if not row.consent.holds:\n        raise domain.ConsentIsMissing\n",
        new="",
        tests=RELEASES,
    ),
    Bug(
        name="an organisation nobody confirmed counts",
        file=COMMANDS,
        old="    if member.state is not MembershipState.VERIFIED:\n        raise domain.MemberIsNotVerified\n",
        new="",
        tests=RELEASES,
    ),
    Bug(
        name="a withdrawn contribution stays",
        file=COMMANDS,
        old="    if frozen is None and network_domain.phase_of(row.dates, today=at.date()) is Phase.OPEN:\n        _take_out(session, link)\n",
        new="    if frozen is None and network_domain.phase_of(row.dates, today=at.date()) is Phase.OPEN:\n",
        tests=RELEASES,
    ),
    Bug(
        name="a release that fails its checks is published",
        file=COMMANDS,
        old="    failed = domain.failed_checks(tested)\n",
        new="    failed = domain.failed_checks(tested)[:0]\n",
        tests=RELEASES,
    ),
    Bug(
        name="contributions keep the order in which they came",
        file=COMMANDS,
        old="    _shuffle(rows)\n",
        new="",
        tests=("tests/benchmark/test_commands_releasing.py", "tests/attacks/test_benchmark_storage.py"),
    ),
    Bug(
        name="a panel is chosen from fewer than it takes",
        file=PANEL,
        old="    if len(active) < K_MIN:\n        return None\n",
        new="",
        tests=RELEASES,
    ),
    Bug(
        name="one organisation alone may join a panel",
        file=PANEL,
        old="    return count == 0 or count >= SPACING\n",
        new="    return count >= 0\n",
        tests=RELEASES,
    ),
    Bug(
        name="figures stand beside earlier ones that give them away",
        file=PANEL,
        old="            if all(is_compatible(old, ranks, change=change) for old, change in before):\n",
        new="            if ranks:\n",
        tests=(*RELEASES, "tests/attacks/test_benchmark_theorem.py"),
    ),
    Bug(
        name="figures lie too close to each other and to the outermost members",
        file="accountability/benchmark/domain/checks.py",
        old=" or not is_spaced(ranks, size=size):\n",
        new=":\n",
        tests=("tests/attacks/test_benchmark_checks.py",),
    ),
)
