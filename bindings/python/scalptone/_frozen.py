"""Frozen dataclasses that cost nothing to define.

``dataclasses`` compiles the methods of every class that it decorates, and imports ``inspect``: for all records of this package
that is most of 100 ms. Here the methods are inherited, and the real machinery is asked for only when somebody uses it:
``dataclasses.replace``, ``asdict``, ``fields`` and subclasses work as always. Type checkers see the real decorator.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator, TypeVar

    T = TypeVar("T")


class _Real:
    """What ``dataclasses`` keeps in a class, made on demand."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: Any) -> Any:
        import dataclasses

        real: Any = dataclasses.dataclass(frozen=True)(type(owner.__name__, (), {"__annotations__": dict(owner.__annotations__)}))
        for name in ("__dataclass_fields__", "__dataclass_params__"):
            setattr(owner, name, getattr(real, name))
        return getattr(real, self.name)


def dataclass(*, frozen: bool) -> Callable[[T], T]:
    assert frozen

    def decorate(cls: Any) -> Any:
        setattr(cls, "__match_args__", tuple(cls.__annotations__))
        cls.__dataclass_fields__ = _Real("__dataclass_fields__")
        cls.__dataclass_params__ = _Real("__dataclass_params__")
        return cls

    return decorate


class Frozen:
    """A record: its fields are given by position or by name and never change."""

    if not TYPE_CHECKING:
        __match_args__ = ()

        def __init__(self, *given, **named):
            names = self.__match_args__
            if len(given) > len(names):
                raise TypeError("%s has %d fields, not %d" % (type(self).__name__, len(names), len(given)))
            values = dict(zip(names, given))
            for name, value in named.items():
                if name not in names or name in values:
                    raise TypeError("%s has no field %r, or it is given twice" % (type(self).__name__, name))
                values[name] = value
            missing = [name for name in names if name not in values]
            if missing:
                raise TypeError("%s needs %s" % (type(self).__name__, ", ".join(missing)))
            self.__dict__.update((name, values[name]) for name in names)

        def __setattr__(self, name, value):
            raise AttributeError("%s is frozen; dataclasses.replace makes another" % type(self).__name__)

        def __delattr__(self, name):
            raise AttributeError("%s is frozen" % type(self).__name__)

        def __eq__(self, other):
            return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

        def __hash__(self):
            return hash((type(self).__name__,) + tuple(self.__dict__.values()))

        def __repr__(self):
            return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % row for row in self.__dict__.items()))


class Numbers(Frozen):
    """A few numbers that belong together; they can be taken apart like a tuple: ``L, a, b = lab``."""

    def __iter__(self) -> Iterator[float]:
        return iter(vars(self).values())
