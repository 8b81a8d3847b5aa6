"""Where templates of others run: they reach what is documented, end, and undo no escaping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.filters import FILTERS as ALL
from jinja2.filters import do_replace
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing, pass_environment, pass_eval_context
from markupsafe import Markup

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats import context
from ansecurity_cli.verdicts.outcome import Outcome

STEPS, PRINTED = 5_000_000, 200_000_000  # turns of loops and calls; characters, parts included
_LONGEST = 1_000_000  # of a text or list that is put together
_WIDEST = 256  # bits of a number that is multiplied
_CHANGING = ("capitalize", "lower", "reverse", "title", "truncate", "upper")  # what is escaped
_BLOCKS = (nodes.For, nodes.Macro, nodes.CallBlock)


class Denied(SecurityError):
    """What a template may not do, with what to write instead."""

    def __init__(self, reason: Message, *hints: Message) -> None:
        super().__init__(reason.msgid)
        self.reason, self.hints = reason, hints


class Unknown(UndefinedError):
    """A name that isn't there, or that may not be used."""

    def __init__(self, owner: object, name: object, *, forbidden: bool) -> None:
        super().__init__(str(name))
        self.owner, self.name, self.forbidden = owner, str(name), forbidden


class _Missing(StrictUndefined):
    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:  # fmt: skip
        def raised(_message: str) -> Unknown:
            return Unknown(obj, name or hint, forbidden=exc is SecurityError)

        super().__init__(hint, obj, name, raised)  # type: ignore[arg-type]


class _Generator(CodeGenerator):
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - its name
        """`a ~ b`: what isn't safe yet is made so by the format, not as HTML."""
        self.write("environment.joined((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - its name
        """`a[1:]`, which would go past the environment."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.getitem(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for one in (node.arg.start, node.arg.stop, node.arg.step):
            self.visit(one or nodes.Const(None), frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment for one rendering; it counts."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, make_safe: Callable[[object], object], **options: Any) -> None:
        super().__init__(undefined=_Missing, finalize=self._printed, **options)
        self._make_safe = make_safe
        self.steps = self.printed = 0
        del self.globals["lipsum"]  # chance
        self.filters = {name: ALL[name] for name in context.FILTERS}
        self.filters |= {name: _plain(name, ALL[name]) for name in _CHANGING}
        self.filters |= {"join": _join, "replace": _replace, "string": _string}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every turn of a loop and every call of a macro is counted, with the text in it."""
        tree = super()._parse(source, name, filename)
        for block in list(tree.find_all(_BLOCKS)):
            body: list[nodes.Node] = block.body  # type: ignore[attr-defined]
            call = nodes.Call(
                nodes.EnvironmentAttribute("tick"), [nodes.Const(_length(body))], [], None, None
            )
            step = nodes.ExprStmt(call).set_lineno(block.lineno).set_environment(self)
            body.insert(0, step)
        return tree

    def tick(self, length: int) -> None:
        """One turn, and the text that it prints by itself."""
        self.steps += 1
        self.printed += length
        if self.steps > STEPS or self.printed > PRINTED:
            raise Denied(
                say("the template goes on for too long or prints too much"),
                say("look for loops within loops"),
            )

    def _printed(self, value: object) -> object:
        _printable(value)
        safe = self._make_safe(value)
        self.printed += len(safe) if isinstance(safe, str) else 0
        self.tick(0)
        return safe

    def joined(self, parts: Iterable[object]) -> str:
        """The parts as one text, safe if one of them is."""
        known = tuple(_printable(one) for one in parts)
        if any(isinstance(one, Markup) for one in known):
            known = tuple(self._make_safe(one) for one in known)
            text = str.join("", (str(one) for one in known))
            text = Markup(text)  # noqa: S704 - all of it was made safe
        else:
            text = "".join(str(one) for one in known)
        _short(len(text))
        return text

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Sums and products that can't grow without bounds."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.joined((left, right))
        pair = [len(one) if hasattr(one, "__len__") else None for one in (left, right)]
        if operator == "+" and None not in pair:
            _short(sum(one or 0 for one in pair))
        elif operator == "**" or (operator == "%" and isinstance(left, str)):
            raise Denied(
                say("“{name}” may not be used in a template", name=operator),
                say("put texts together with ~"),
            )
        elif operator == "*":
            for size, times in ((pair[0], right), (pair[1], left)):
                if size is not None and isinstance(times, int):
                    _short(size * times)
            for one in (left, right):
                if isinstance(one, int) and one.bit_length() > _WIDEST:
                    raise Denied(say("a number grows too large"))
        return super().call_binop(context, operator, left, right)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item; what is safe to print isn't cut."""
        if isinstance(obj, Markup):
            raise _cut()
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether the attribute is documented."""
        if attr.startswith("_") or isinstance(obj, Markup):
            return False
        if obj is Outcome:
            return attr in Outcome.__members__
        if isinstance(obj, (LoopContext, Namespace, Cycler)) or _module(obj):
            return True
        known = any(
            isinstance(obj, kind) and attr in some for kind, some in context.METHODS.items()
        )
        return known or attr in context.allowed(type(obj))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether it is a function of ours, a macro, or a documented method."""
        if isinstance(obj, (Macro, LoopContext, Joiner)) or obj == self.tick:
            return True
        if any(obj is one for one in self.globals.values()):
            return obj is not Outcome
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "_")
        return owner is not None and self.is_safe_attribute(owner, name, obj)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what may be called."""
        if not __self.is_safe_callable(__obj):
            name = getattr(__obj, "__name__", type(__obj).__name__)
            raise Denied(say("“{name}” may not be called in a template", name=name))
        return __context.call(__obj, *args, **kwargs)


def _module(obj: object) -> bool:
    """What `{% import %}` makes."""
    return type(obj).__name__ == "TemplateModule" and type(obj).__module__ == "jinja2.environment"


def _length(body: Iterable[nodes.Node]) -> int:
    """Of the text that stands in a body itself, not in loops in it."""
    found = 0
    for one in body:
        if isinstance(one, nodes.TemplateData):
            found += len(one.data)
        elif not isinstance(one, _BLOCKS):
            found += _length(one.iter_child_nodes())
    return found


def _short(length: int) -> None:
    if length > _LONGEST:
        raise Denied(say("a text or a list grows beyond {n}", n=_LONGEST))


def _cut() -> Denied:
    return Denied(
        say("what is ready to be printed can't be cut or changed"),
        say("change the text first, then hand it to the function"),
    )


def _printable(value: object) -> object:
    """Texts, numbers, days and what is made of them; all else has no words."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises
    if isinstance(value, tuple) and type(value) is tuple:
        for one in value:
            _printable(one)
    elif not isinstance(value, (str, int, float, Decimal, date, Message)):
        kind = "None" if value is None else type(value).__name__
        hints = (
            (say("choose one of: {names}", names=", ".join(sorted(context.allowed(type(value))))),)
            if context.allowed(type(value)) else (say("write {form}", form='… | join(", ")'),)
        )  # fmt: skip
        raise Denied(say("{kind} has no text to print", kind=kind), *hints)
    return value


def _plain(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that changes texts, but not what is ready to be printed."""
    passed = getattr(function, "jinja_pass_arg", None)
    at = 0 if passed is None else 1

    def changed(*args: Any, **kwargs: Any) -> Any:
        if len(args) > at and isinstance(args[at], Markup):
            raise _cut()
        return function(*args, **kwargs)

    changed.__name__ = name
    if passed is not None:
        changed.jinja_pass_arg = passed  # type: ignore[attr-defined]
    return changed


@pass_environment
def _join(
    sandbox: Sandbox, value: Iterable[Any], by: object = "", attribute: str | None = None
) -> str:
    """The items in one text; what is safe stays so, what isn't is made so."""
    items = [value_of(sandbox, one, attribute) for one in value] if attribute else list(value)
    parts: list[object] = []
    for one in items:
        parts += [by, one] if parts else [one]
    return sandbox.joined(parts)


def value_of(sandbox: Sandbox, item: Any, path: str) -> Any:
    """An attribute of an item, with dots between."""
    for name in path.split("."):
        item = sandbox.getattr(item, name)
    return item


@pass_eval_context
def _replace(evaluation: Any, text: Any, old: str, new: str, count: int | None = None) -> str:
    if any(isinstance(one, Markup) for one in (text, old, new)):
        raise _cut()
    plain = str(_printable(text))
    _short(len(plain) + (plain.count(old)) * len(str(new)))
    return do_replace(evaluation, plain, old, new, count)


def _string(value: object) -> str:
    known = _printable(value)
    return known if isinstance(known, str) else str(known)


def owned(value: object) -> tuple[str, ...]:
    """What may be asked for of a value, to suggest it."""
    if isinstance(value, Mapping):
        return tuple(str(one) for one in value)
    return tuple(sorted(context.allowed(type(value))))
