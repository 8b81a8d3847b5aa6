"""What surrounds the data in a new repository: a page to begin with, editors, git, CI."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ansecurity_cli import schema
from ansecurity_cli.formats import editor_schema
from ansecurity_cli.formats.scaffolds.writing import render
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import Period

PIPELINES = {
    "github": ("github.yml.j2", ".github/workflows/ansecurity.yml"),
    "gitlab": ("gitlab.yml.j2", ".gitlab-ci.yml"),
}


def around(words: Words) -> Iterator[tuple[str, str]]:
    """The page, and what git and editors need to know."""
    yield "README.md", render("README.md.j2", words)
    yield ".gitattributes", render("gitattributes.j2", words)
    yield "units/.gitkeep", ""


def pipeline(service: str, words: Words, version: str) -> tuple[str, str]:
    """The workflow file of a service."""
    template, path = PIPELINES[service]
    return path, render(template, words, version=version, language=words.language)


def schemas(sets: Iterable[CriteriaSet], period: Period, words: Words) -> Iterator[tuple[str, str]]:
    """The schemas of every kind of file, and for each set those with its own criteria."""
    for kind in ("common", *schema.KINDS):
        name = f"{kind}.schema.json"
        yield f"schemas/{name}", (schema.folder() / name).read_text(encoding="utf-8")
    for one in sets:
        for kind in editor_schema.KINDS:
            path = f"schemas/sets/{one.id}.{kind}.schema.json"
            yield path, editor_schema.text(one, kind, period, words)


def editor(sets: Iterable[CriteriaSet]) -> Iterator[tuple[str, str]]:
    """Visual Studio Code: the extension that reads schemas, and which is for which file."""
    places = {
        "schemas/criteria-set.schema.json": ["criteria/*.yaml"],
        "schemas/unit.schema.json": ["units/**/unit.yaml"],
        "schemas/inspection.schema.json": ["units/**/inspections/*.yaml"],
        "schemas/plan.schema.json": ["units/**/plans/*.yaml"],
    }
    for one in sets:
        places[f"schemas/sets/{one.id}.assessment.schema.json"] = [f"units/**/{one.id}.yaml"]
        places[f"schemas/sets/{one.id}.appraisal.schema.json"] = [
            f"units/**/{one.id}.appraisal.yaml", f"units/**/{one.id}.appraisal-*.yaml",
        ]  # fmt: skip
    settings = {
        "yaml.schemas": {f"./{path}": globs for path, globs in places.items()},
        "yaml.schemaStore.enable": False,
        "yaml.yamlVersion": "1.2",
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {"editor.wordWrap": "on", "editor.tabSize": 2, "editor.insertSpaces": True},
    }
    yield ".vscode/settings.json", _json(settings)
    yield ".vscode/extensions.json", _json({"recommendations": ["redhat.vscode-yaml"]})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
