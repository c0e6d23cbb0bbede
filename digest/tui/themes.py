"""The looks that come with the screen, beside textual's own."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="digest-dark",
        primary="#7aa2c4",
        secondary="#8fae8b",
        accent="#e0af68",
        foreground="#d8dee4",
        background="#14181d",
        surface="#191e24",
        panel="#20262e",
        success="#8fae8b",
        warning="#e0af68",
        error="#e07a72",
        dark=True,
        variables={
            "footer-key-foreground": "#e0af68",
            "block-cursor-background": "#38495a",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#222932",
            "block-cursor-blurred-foreground": "#d8dee4",
        },
    ),
    Theme(
        name="digest-light",
        primary="#1f5a8c",
        secondary="#3d6b3a",
        accent="#8a4b08",
        foreground="#1c2126",
        background="#fbfaf7",
        surface="#f3f1ec",
        panel="#e8e5dd",
        success="#3d6b3a",
        warning="#8a4b08",
        error="#a12a22",
        dark=False,
        variables={
            "footer-key-foreground": "#8a4b08",
            "block-cursor-background": "#c4d8e8",
            "block-cursor-foreground": "#000000",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#e4e1d8",
            "block-cursor-blurred-foreground": "#1c2126",
        },
    ),
    Theme(
        name="digest-contrast",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        success="#00ff00",
        warning="#ffff00",
        error="#ff8080",
        dark=True,
        variables={
            "border": "#ffffff",
            "border-blurred": "#ffffff",
            "text-muted": "#ffffff",
            "text-disabled": "#ffffff",
            "block-cursor-background": "#ffff00",
            "block-cursor-foreground": "#000000",
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": "#404040",
            "block-cursor-blurred-foreground": "#ffffff",
            "footer-key-foreground": "#ffff00",
        },
    ),
)
DEFAULT = "digest-dark"
