"""Following: what it would find, how it is called, and what the user gets to see of it."""

from __future__ import annotations

import pytest

from paperreader.reader.follows import follow, follow_of, preview_follow
from paperreader.reader.saved_searches import delete_search, hide, preview_rule, rename_search, save_search
from paperreader.reader.subjects import Subject, subjects
from paperreader.store import Store
from paperreader.views import Collection, DayView, Hidden
from tests.hub_server.items import item
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, WED, fill, id_of, ids_of

ADA = Subject("author", "Ada Brook")


def filled(store: Store) -> None:
    authors = {1: ["Ada Brook", "Bo Ek"], 2: ["A. Brook"], 3: ["Brook, Ada", "Bo Ek"], 4: ["Bo Ek"]}
    listed = [
        item(id_of(THU, n), authors=names, day=THU, keywords=["weaving"], organization=("marsh", "Marsh Lab"))
        for n, names in authors.items()
    ]
    fill(store, {THU: listed, WED: [item(id_of(WED, 1), authors=["Ada Brook"], day=WED)]})


async def made(user: User, subject: Subject, *, exactly: bool = False) -> None:
    follow(user.session, await preview_follow(user.session, subject), exactly=exactly)
    await user.until(lambda: follow_of(user.session, subject))


def followed(user: User) -> list[str]:
    return [entry.id for entry in user.rows.entries if entry.followed]


async def test_a_follow_is_made_renamed_and_deleted(store: Store, open_session: OpenSession) -> None:
    filled(store)
    user = open_session(store)
    session = user.session
    preview = await preview_follow(session, ADA)
    assert preview.exact
    assert (preview.wide.papers, preview.wide.by_initial, preview.exact.papers, preview.is_vague) == (4, 1, 2, False)
    await made(user, ADA)
    assert user.toasts == ["Following Ada Brook: 4 papers · {mark.undo} undo"]
    assert followed(user) == ids_of(THU, 1, 2, 3)
    assert session.page.entry
    assert session.page.entry.followed == ("Ada Brook",)
    [saved] = session.catalog.follows
    assert (saved.query, saved.count, session.catalog.sidebar_searches) == ('by:"Ada Brook"', 4, [])
    rename_search(session, "Ada Brook", "Ada")
    await user.until(lambda: session.catalog.follows[0].name == "Ada")
    assert session.page.entry.followed == ("Ada",)
    delete_search(session, session.catalog.follows[0])
    await user.until(lambda: not session.catalog.follows)
    assert (followed(user), user.toasts[-1]) == ([], "Unfollowed Ada · {mark.undo} undo")


async def test_an_exact_follow_takes_no_other_form(store: Store, open_session: OpenSession) -> None:
    filled(store)
    user = open_session(store)
    await made(user, ADA, exactly=True)
    assert followed(user) == ids_of(THU, 1)
    assert user.toasts == ["Following Ada Brook: 2 papers · {mark.undo} undo"]


async def test_a_name_of_initials_is_vague(store: Store, open_session: OpenSession) -> None:
    filled(store)
    user = open_session(store)
    assert (await preview_follow(user.session, Subject("author", "A. Brook"))).is_vague


@pytest.mark.parametrize(
    ("subject", "papers"),
    [
        (Subject("organization", "Marsh Lab"), ids_of(THU, 1, 2, 3, 4)),
        (Subject("keyword", "weaving"), ids_of(THU, 1, 2, 3, 4)),
        (Subject("submitter", "Ada Brook"), ids_of(THU, 1, 2, 3, 4)),
    ],
)
async def test_all_else_is_followed_as_it_is_written(
    store: Store, open_session: OpenSession, subject: Subject, papers: list[str]
) -> None:
    filled(store)
    user = open_session(store)
    preview = await preview_follow(user.session, subject)
    assert preview.exact is None
    assert [each.text for each in preview.wide.found] == [subject.value]
    await made(user, subject)
    assert followed(user) == papers


async def test_names_that_are_taken_get_something_behind_them(store: Store, open_session: OpenSession) -> None:
    filled(store)
    for name in ("weaving", "weaving (keyword)"):
        store.searches.save(name, "flow").result()
    user = open_session(store)
    await made(user, Subject("keyword", "weaving"))
    assert [each.name for each in user.session.catalog.follows] == ["weaving (2)"]
    assert [each.name for each in user.session.catalog.sidebar_searches] == ["weaving", "weaving (keyword)"]


async def test_what_is_followed_comes_back_from_a_rule(store: Store, open_session: OpenSession) -> None:
    filled(store)
    user = open_session(store)
    hide(user.session, await preview_rule(user.session, 'author:"Bo Ek"'))
    await user.until(lambda: user.ids == ids_of(THU, 2))
    assert user.toasts[-1] == "3 hidden · {mark.undo} undo"
    preview = await preview_follow(user.session, ADA)
    assert preview.wide.hidden == 2
    await made(user, ADA)
    await user.until(lambda: sorted(user.ids) == ids_of(THU, 1, 2, 3))
    user.session.go(Hidden(DayView(THU)))
    assert user.ids == ids_of(THU, 4)
    rule = await preview_rule(user.session, 'keyword:"weaving"')
    assert (rule.hidden, rule.spared) == (3, 3)
    user.session.go(DayView(THU))
    delete_search(user.session, user.session.catalog.follows[0])
    await user.until(lambda: user.ids == ids_of(THU, 2))


async def test_the_collection_of_what_is_followed_grows(store: Store, open_session: OpenSession) -> None:
    filled(store)
    user = open_session(store)
    await made(user, ADA)
    user.session.go(Collection.FOLLOWING)
    assert user.ids == ids_of(THU, 1, 2, 3) + ids_of(WED, 1)
    await made(user, Subject("author", "Bo Ek"))
    await user.until(lambda: set(user.ids) == {*ids_of(THU, 1, 2, 3, 4), *ids_of(WED, 1)})


async def test_a_search_that_is_saved_is_not_the_follow_of_the_same_query(
    store: Store, open_session: OpenSession
) -> None:
    filled(store)
    user = open_session(store)
    await made(user, ADA)
    save_search(user.session, 'by:"Ada Brook"', "mine")
    await user.until(lambda: user.session.catalog.sidebar_searches)
    assert [each.name for each in user.session.catalog.follows] == ["Ada Brook"]


@pytest.mark.parametrize(
    ("value", "query"),
    [
        ('Lin "Jim" Tan', 'by:"Lin (Jim) Tan"'),
        ('Ada "', 'by:"Ada"'),
        ("Ada*", 'by:"Ada"'),
        ("X", 'by:"X"'),
        ("[Ada] (Brook)", 'by:"[Ada] (Brook)"'),
        ("-Ada OR Bo", 'by:"-Ada OR Bo"'),
        ("Ada 🤖", 'by:"Ada 🤖"'),
    ],
)
async def test_no_name_breaks_the_query(store: Store, open_session: OpenSession, value: str, query: str) -> None:
    fill(store, {THU: [item(id_of(THU, 1), authors=[value, "🤖", *(f"P{n} Q" for n in range(300))], day=THU)]})
    user = open_session(store)
    found = list(subjects(user.session.page.paper))
    assert len([each for each in found if each.kind == "author"]) == 301, "but the one without a letter"
    assert found[0].wide_query == query
    await made(user, found[0])
    assert followed(user) == ids_of(THU, 1)
