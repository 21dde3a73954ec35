"""What every answer carries: the browser's limits, no caching of people's pages, and fewer bytes."""

import gzip

from flask import Flask, Request, Response, request

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
)
COMPRESS_FROM = 700  # bytes; below this the envelope costs more than it saves


def write_policy(changes: dict[str, str]) -> str:
    """The Content-Security-Policy with a page's own directives in place of the general ones."""
    return "; ".join(f"{name} {value}" for name, value in (CONTENT_SECURITY_POLICY | changes).items())


def install(app: Flask, *, is_secure: bool, is_anonymous: bool) -> None:
    """Give every answer of the app its headers. On the constituents' app no script runs and no referrer leaves."""
    changes = {"script-src": "'none'", "connect-src": "'none'", "img-src": "'self' data:"} if is_anonymous else {}
    policy = write_policy(changes)

    @app.after_request
    def write_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer" if is_anonymous else "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        if is_secure:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        elif "v" in request.args:
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return _compress(response, request)


def _compress(response: Response, asked: Request) -> Response:
    # Pages hold no secret beside text that an outsider chooses, except the CSRF token, which is masked anew each time.
    is_text = (response.mimetype or "").startswith("text/") or response.mimetype in ("application/json", "image/svg+xml")
    if not is_text or asked.accept_encodings["gzip"] == 0 or "Content-Encoding" in response.headers or response.status_code == 304:
        return response
    if response.is_streamed and not response.direct_passthrough:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    response.vary.add("Accept-Encoding")
    if len(content) >= COMPRESS_FROM:
        response.set_data(gzip.compress(content, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
