"""Pages of app users: the phones of inspectors, their settings codes, areas and forms."""

from server.web.office.app_users import (
    admin_password,
    changes,
    codes,
    device_password,
    imports,
    lists,
    one,
    printing,
)
from server.web.office.app_users.blueprint import blueprint

__all__ = [
    "admin_password",
    "blueprint",
    "changes",
    "codes",
    "device_password",
    "imports",
    "lists",
    "one",
    "printing",
]
