"""Files to save: names of any script, and hostile ones, in headers that every server sends."""

import pytest
from flask import Flask

from server.web.downloads import send_bytes


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plain.xlsx", "attachment; filename=plain.xlsx"),
        ("企业样表.xlsx", "filename*=UTF-8''%E4%BC%81%E4%B8%9A%E6%A0%B7%E8%A1%A8.xlsx"),
        ("a\r\nSet-Cookie: x=1.jpg", 'filename="a_Set-Cookie: x=1.jpg"'),
        ("../../etc/x", "filename=_.._etc_x"),
        ("..\\x.pdf", "filename=_x.pdf"),
        ("\u202egpj.exe", "filename=_gpj.exe"),
        ("half \ud800.jpg", 'filename="half _.jpg"'),
        ('a"b;c.jpg', r'filename="a\"b;c.jpg"'),
        ("\0", "filename=_"),
        ("", "filename=file"),
    ],
)
def test_a_name_of_any_script_and_any_hostile_one_stands_clean_in_a_header(
    app: Flask, name: str, header: str
) -> None:
    with app.test_request_context():
        response = send_bytes(b"data", name=name)

        assert header in response.headers["Content-Disposition"]
        assert all(value.isascii() for _, value in response.headers)
        assert response.content_length == 4
        response.direct_passthrough = False
        assert response.get_data() == b"data"
