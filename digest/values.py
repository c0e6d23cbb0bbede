"""Frozen values with slots, as `@dataclass(frozen=True, slots=True)` makes them, at a fraction of its cost.

`@dataclass` compiles each class's methods anew when it is imported: about a millisecond a class, and six for its own
import, which together is as much as a whole summary takes. These classes share one set of methods. To a type checker,
to `dataclasses.replace`, `asdict` and `fields` they are dataclasses.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self, dataclass_transform
else:

    def dataclass_transform(**_):
        """Stand in for typing's, whose import is not free."""
        return lambda made: made


class _Fields:
    """`__dataclass_fields__`, made when the dataclasses module asks for it."""

    def __get__(self, instance: object, owner: ValueType) -> Any:
        from dataclasses import field, make_dataclass

        made = make_dataclass(
            owner.__name__,
            [
                (n, t, field(**({"default": owner._defaults[n]} if n in owner._defaults else {})))
                for n, t in owner.__annotations__.items()
            ],
            kw_only=True,
        )
        return made.__dataclass_fields__  # type: ignore[attr-defined]


@dataclass_transform(frozen_default=True)
class ValueType(type):
    """Turns a class body of annotated fields into slots, defaults and an order of arguments."""

    _fields: tuple[str, ...]
    _defaults: dict[str, Any]
    _positional: tuple[str, ...]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], *, kw_only: bool = False) -> ValueType:
        """Read the fields off the annotations."""
        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body.pop(field) for field in fields if field in body}
        made = super().__new__(cls, name, bases, {**body, "__slots__": fields})
        made._fields, made._defaults = fields, defaults
        made._positional = () if kw_only else fields
        type.__setattr__(made, "__match_args__", made._positional)
        return made

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any) -> None:
        """Nothing is left to do; `kw_only` must not reach `type`."""
        super().__init__(name, bases, body)


class Value(metaclass=ValueType):
    """A frozen value: equal when of one class with equal fields, hashable when they are.

    >>> class Point(Value):
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(x=1, y=0), hash(Point(1)) == hash(Point(1))
    (Point(x=1, y=0), True, True)
    >>> Point(1).x = 2
    Traceback (most recent call last):
    AttributeError: Point is frozen: can't set x
    """

    if not TYPE_CHECKING:
        __dataclass_fields__ = _Fields()

        def __init__(self, *args, **kwargs):
            made = type(self)
            put = object.__setattr__
            if len(args) > len(made._positional):
                raise TypeError(f"{made.__name__}() takes at most {len(made._positional)} positional arguments")
            for name, value in zip(made._positional, args, strict=False):
                put(self, name, value)
            for name in made._fields[len(args) :]:
                if name in kwargs:
                    put(self, name, kwargs.pop(name))
                elif name in made._defaults:
                    put(self, name, made._defaults[name])
                else:
                    raise TypeError(f"{made.__name__}() lacks the argument {name!r}")
            if kwargs:
                raise TypeError(f"{made.__name__}() got an unexpected argument {next(iter(kwargs))!r}")

        def __setattr__(self, name, value):
            raise AttributeError(f"{type(self).__name__} is frozen: can't set {name}")

        def __delattr__(self, name):
            raise AttributeError(f"{type(self).__name__} is frozen: can't delete {name}")

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(type(self)._fields, self._values(), strict=True))

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in type(self)._fields])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Value) or type(self) is not type(other):
            return False
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        pairs = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self)._fields)
        return f"{type(self).__name__}({pairs})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), self._values())

    def __replace__(self, **changes: Any) -> Self:
        """As `copy.replace` of Python 3.13 asks."""
        made: Self = _remade(type(self), self._values(), changes)
        return made


def _remade(made: Any, values: tuple[Any, ...], changes: dict[str, Any] | None = None) -> Any:
    return made(**{**dict(zip(made._fields, values, strict=True)), **(changes or {})})
