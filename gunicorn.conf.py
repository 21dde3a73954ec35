"""How gunicorn serves the app. No access log: it would keep who answered and when."""

import logging
import os
from typing import Any

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Read the program once and share it; no connection is open before the workers part.
preload_app = True
accesslog = None
graceful_timeout = 30
timeout = 60
keepalive = 5
# Fresh processes now and then, not all at once, so that no leak grows for long.
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
# Where the site stands is configured; a proxy on this machine would pass on a visitor's word for it.
forwarder_headers = ""
if os.path.isdir("/dev/shm"):  # noqa: S108 - a heartbeat file in memory never waits for a busy disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def is_without_address(record: logging.LogRecord) -> bool:
    """Whether a line of gunicorn's own log may be kept: what it says of a broken request names who sent it.

    Of what broke below our own pages it says that much and its kind: the address may hold a link's token, the words a row.
    """
    if str(record.msg).startswith("Error handling request") and record.exc_info:
        kind = record.exc_info[0]
        record.msg, record.args, record.exc_info, record.exc_text = "a request broke: %s", (kind and kind.__name__,), None, None
    return not str(record.msg).startswith("Invalid request from ip=")


def on_starting(server: Any) -> None:
    """Before the workers part: each of them logs through this filter."""
    server.log.error_log.addFilter(is_without_address)
