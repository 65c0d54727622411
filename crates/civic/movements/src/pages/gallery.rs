//! The gallery: models that people can learn from, of a commune or of a whole province.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use platform::{
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{Choice, Control, Empty, Field, Pagination, Tag, TextKind, Tone},
    },
};
use serde::Deserialize;
use units::{Level, Unit, UnitId, Units};

use super::{
    Pages, home, href, may, or_failed, shell,
    table::{province_above, year_field},
    unit_on, words,
};
use crate::{
    ModelId, Movement,
    model::Model,
    rules::State as Stands,
    store::{self, Narrowed, PAGE},
};

/// What the list is narrowed to, as addresses write it.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    nam: Option<String>,
    nhom: Option<String>,
    #[serde(rename = "linh-vuc")]
    linh_vuc: Option<String>,
    loc: Option<String>,
    /// Identifier and commune of the model after which the list goes on.
    sau: Option<String>,
}

/// Which models are shown, by the word in the address: states, and whether only those kept up.
const SHOWN: &[(&str, &[Stands], bool)] = &[
    ("", &[Stands::CarriedOut, Stands::Recognised], false),
    ("duoc-cong-nhan", &[Stands::Recognised], false),
    ("duy-tri", &[], true),
    (
        "da-thuc-hien",
        &[Stands::CarriedOut, Stands::Recognised, Stands::NotRecognised],
        false,
    ),
    ("dang-lam", &[Stands::Registered, Stands::Planned], false),
    ("khong-thuc-hien", &[Stands::NotCarriedOut], false),
    ("tat-ca", &[], false),
];

/// A model in a list.
pub(super) struct Card {
    title: String,
    href: String,
    tags: Vec<Tag>,
    holder: String,
    done: String,
    outcome: String,
    cover: Option<String>,
}

#[derive(Template)]
#[template(path = "movements/gallery.html")]
struct GalleryPage {
    shell: Shell,
    tools: Vec<(String, String)>,
    action: String,
    filter: Vec<Field>,
    filter_open: bool,
    cards: Vec<Card>,
    empty: Option<Empty>,
    pagination: Pagination,
}

/// The units whose models belong to a unit of today: a commune with those it was formed from, a province with all its
/// communes.
pub(super) fn members(units: &Units, unit: &Unit, day: Date) -> Vec<i64> {
    let mut members: Vec<i64> = units
        .contributors(unit.id, day)
        .whole
        .into_iter()
        .map(|unit| unit.0)
        .collect();
    members.push(unit.id.0);
    members.sort_unstable();
    members.dedup();
    members
}

/// Cards for models, with their first pictures and the names of communes where these differ.
pub(super) fn cards(
    t: &Translator,
    (units, here): (&Units, Option<UnitId>),
    (movement, catalogue): (&Movement, &facts::Catalogue),
    models: &[Model],
    covers: &[(crate::Key, crate::model::PictureId)],
) -> Vec<Card> {
    models
        .iter()
        .filter_map(|model| {
            let unit = units.get(model.unit)?;
            let href = href(unit, model);
            let cover = covers
                .iter()
                .find(|(key, _)| *key == model.key())
                .map(|(_, picture)| format!("{href}/anh/{picture}"));
            let mut tags = vec![
                words::tag(t, model.state),
                Tag::new(
                    Tone::Info,
                    words::capital(&words::item(t, movement.fields(catalogue), &model.field)),
                ),
                Tag::new(Tone::Info, model.year.to_string()),
            ];
            if model.kept_up > 0 {
                tags.push(Tag::new(
                    Tone::Info,
                    t.with("movements-kept-up", "years", model.kept_up),
                ));
            }
            let mut holder = words::holder(t, movement, model, None);
            if here != Some(model.unit) {
                holder = format!("{holder} · {}", unit.name);
            }
            Some(Card {
                title: model.title.clone(),
                href,
                tags,
                holder,
                done: model.done.clone(),
                outcome: model.outcome.clone(),
                cover,
            })
        })
        .collect()
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    show_of(&reader, &pages, &noi, &asked).await
}

async fn show_of(reader: &Reader, pages: &Pages, noi: &str, asked: &Asked) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let movement = pages.movement(reader)?;
    let catalogue = desk.catalogue();
    let (_, today) = desk.now();
    let year: i16 = asked
        .nam
        .as_deref()
        .and_then(|year| year.parse().ok())
        .unwrap_or(0);
    // A unit that is no more is found on the map of the year asked for.
    let day = if year == 0 {
        today
    } else {
        crate::table::basis(year, today)
    };
    let unit = unit_on(pages, reader, noi, today).or_else(|_| unit_on(pages, reader, noi, day))?;
    let day = if unit.valid_on(today) { today } else { day };
    let units = desk.units.current();
    let base = home(movement, &units, unit.id);
    let text = |value: &Option<String>| value.clone().unwrap_or_default().trim().to_owned();
    let (q, field, group, shown) = (
        text(&asked.q),
        text(&asked.linh_vuc),
        text(&asked.nhom),
        text(&asked.loc),
    );
    let (_, states, maintained) = SHOWN
        .iter()
        .find(|(word, _, _)| *word == shown)
        .unwrap_or(&SHOWN[0]);
    let narrowed = Narrowed {
        field: field.clone(),
        group: group.clone(),
        year,
        states: states.to_vec(),
        maintained: *maintained,
        words: platform::text::fold(&q)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let after = asked.sau.as_deref().and_then(read_place);
    let mut read = or_failed(reader, desk.db.read().await)?;
    let members = if unit.level == Level::Country {
        Vec::new()
    } else {
        members(&units, &unit, day)
    };
    let found = store::list(&mut read, &members, &movement.key, &narrowed, after, PAGE + 1).await;
    let mut models = or_failed(reader, found)?;
    let more = models.len() > PAGE;
    models.truncate(PAGE);
    let covers = or_failed(reader, store::covers(&mut read, &models).await)?;
    drop(read);
    let cards = cards(
        t,
        (&units, (unit.level == Level::Commune).then_some(unit.id)),
        (movement, catalogue),
        &models,
        &covers,
    );
    let query = query(&[
        ("q", q.as_str()),
        ("nam", asked.nam.as_deref().unwrap_or_default()),
        ("nhom", &group),
        ("linh-vuc", &field),
        ("loc", &shown),
    ]);
    let next = models
        .last()
        .filter(|_| more)
        .map(|last| format!("{base}?{query}sau={}.{}#mo-hinh", last.id, last.unit.0));
    let narrow = !q.is_empty() || year != 0 || !field.is_empty() || !group.is_empty() || !shown.is_empty();
    let empty = cards.is_empty().then(|| {
        if narrow {
            Empty::new(
                t,
                t.text("movements-gallery-nothing"),
                t.text("movements-gallery-nothing-hint"),
            )
            .action(t.text("movements-gallery-all"), base.clone())
        } else {
            Empty::new(
                t,
                t.with("movements-gallery-empty", "unit", unit.name.as_str()),
                t.text("movements-table-empty-duty"),
            )
        }
    });
    let table_year = if year == 0 {
        models.first().map_or(today.year(), |model| model.year)
    } else {
        year
    };
    let mut tools = vec![(
        t.with("movements-tool-table", "year", table_year.to_string()),
        format!("{base}/bang?nam={table_year}"),
    )];
    if unit.level == Level::Commune && unit.valid_on(today) {
        let actor = reader.visitor.actor.as_ref();
        let somewhere = |action: &str| {
            actor.is_some_and(|actor| {
                actor.may(super::FUNCTION, action, unit.id)
                    || actor
                        .places(super::FUNCTION, action)
                        .iter()
                        .any(|place| place.unit == unit.id.0)
            })
        };
        if somewhere("read") {
            tools.push((t.text("movements-tool-desk"), format!("{base}/viec")));
        }
        if somewhere("register") {
            tools.push((t.text("movements-tool-register"), format!("{base}/dang-ky")));
        }
        if may(actor, "recognise", unit.id.into()) {
            tools.push((t.text("movements-tool-council"), format!("{base}/hoi-dong")));
        }
    }
    let mut shell = shell(
        reader,
        movement,
        t.format(
            "movements-gallery-title",
            &[
                ("movement", movement.name.get(t.code()).into()),
                ("unit", unit.name.as_str().into()),
            ],
        ),
    )
    .lead(t.text("movements-gallery-lead"));
    if let Some(above) = province_above(&units, &unit) {
        shell = shell.crumb(above.name.as_str(), home(movement, &units, above.id));
    }
    Ok(page::html(&GalleryPage {
        shell,
        tools,
        action: base,
        filter: filter(
            t,
            (movement, catalogue),
            (&q, &field, &group, &shown),
            (year, today.year()),
        ),
        filter_open: narrow,
        cards,
        empty,
        pagination: Pagination::new(t, None, next),
    }))
}

fn filter(
    t: &Translator,
    (movement, catalogue): (&Movement, &facts::Catalogue),
    (q, field, group, shown): (&str, &str, &str, &str),
    (year, this_year): (i16, i16),
) -> Vec<Field> {
    let select = |name: &str, label: &str, items: &[facts::catalogue::Item], chosen: &str| {
        let every = std::iter::once(Choice::new("", t.text("movements-any")));
        let items = items
            .iter()
            .map(|item| Choice::new(item.key.as_str(), words::capital(item.names.get(t.code()))));
        Field::new(
            name,
            t.text(label),
            Control::Select {
                choices: every.chain(items).collect(),
                chosen: chosen.to_owned(),
            },
        )
    };
    let states = SHOWN
        .iter()
        .map(|(word, _, _)| {
            let key = if word.is_empty() { "de-hoc" } else { word };
            Choice::new(*word, t.text(&format!("movements-shown-{key}")))
        })
        .collect();
    vec![
        Field::new(
            "q",
            t.text("movements-find"),
            Control::Text {
                kind: TextKind::Search,
                value: q.to_owned(),
            },
        )
        .hint(t.text("movements-find-hint")),
        select(
            "linh-vuc",
            "movements-column-field",
            movement.fields(catalogue),
            field,
        ),
        select("nhom", "movements-group", movement.groups(catalogue), group),
        year_field(t, year, this_year, true),
        Field::new(
            "loc",
            t.text("movements-shown"),
            Control::Select {
                choices: states,
                chosen: shown.to_owned(),
            },
        ),
    ]
}

/// Reads where a list goes on.
fn read_place(text: &str) -> Option<(ModelId, UnitId)> {
    let (id, unit) = text.split_once('.')?;
    Some((id.parse().ok()?, UnitId(unit.parse().ok()?)))
}

/// The filled part of a query, ready for one more part.
fn query(parts: &[(&str, &str)]) -> String {
    parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let value: String = value
                .bytes()
                .map(|octet| {
                    if octet.is_ascii_alphanumeric() || b"-_.".contains(&octet) {
                        char::from(octet).to_string()
                    } else {
                        format!("%{octet:02X}")
                    }
                })
                .collect();
            format!("{name}={value}&")
        })
        .collect()
}
