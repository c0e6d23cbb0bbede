"""Where the settings and the shipped files are; creates nothing."""

from __future__ import annotations

import os
import sys


def settings_file() -> str:
    """The user's `digest.toml`: DIGEST_CONFIG when set, else in the platform's folder for settings (XDG on Linux)."""
    if given := os.environ.get("DIGEST_CONFIG"):
        return given
    if str(sys.platform) == "linux":  # as platformdirs has it, whose import would be a tenth of a summary's time
        folder = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        return os.path.join(folder, "digest", "digest.toml")
    from platformdirs import user_config_dir

    return os.path.join(user_config_dir("digest", appauthor=False), "digest.toml")


def feeds_file() -> str:
    """The user's subscriptions, beside the settings."""
    return os.path.join(os.path.dirname(settings_file()), "feeds.toml")


def data_folder() -> str:
    """Where the archive and the digests are: DIGEST_DATA when set, else the platform's folder for data."""
    if given := os.environ.get("DIGEST_DATA"):
        return given
    if str(sys.platform) == "linux":
        folder = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
        return os.path.join(folder, "digest")
    from platformdirs import user_data_dir

    return user_data_dir("digest", appauthor=False)


def archive_file() -> str:
    """The archive in the data folder."""
    return os.path.join(data_folder(), "archive.sqlite3")


def shown(path: str) -> str:
    """As people write it: `~` for their own folder."""
    home = os.path.expanduser("~")
    return "~" + path[len(home) :] if home != "/" and path.startswith(home + os.sep) else path


def shipped(name: str) -> str:
    """A file or folder that comes with the program: `config/…` or `seeds/…`, installed or in a checkout."""
    package = os.path.dirname(__file__)
    installed = os.path.join(package, "_shipped", name)
    return installed if os.path.exists(installed) else os.path.join(os.path.dirname(package), name)
