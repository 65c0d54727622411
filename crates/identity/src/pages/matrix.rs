//! Who may do what, for everybody to see: every route against every role, from the declared routes and the policy
//! table.

use askama::Template;
use axum::{extract::State, response::Response};
use platform::{
    access::Policy,
    page::{
        self, Reader, Shell,
        components::{Cell, Column, Row, Table, Tag, Tone},
    },
};

use super::{Pages, role_name};

#[derive(Template)]
#[template(path = "identity/matrix.html")]
struct MatrixPage {
    shell: Shell,
    roles: Vec<RolePart>,
    routes: Table,
    separate: Vec<String>,
}

/// A role, and what it may do.
struct RolePart {
    name: String,
    levels: String,
    may: Vec<String>,
    grants: String,
    /// Whether it counts only after a second factor, here.
    second_factor: bool,
}

pub(super) async fn show(reader: Reader, State(pages): State<Pages>) -> Response {
    let t = &reader.t;
    let table = &pages.identity.table;
    let function = |key: &str| t.text(&format!("identity-function-{key}"));
    let action = |function: &str, action: &str| t.text(&format!("identity-action-{function}-{action}"));
    let roles = table.roles().iter().map(|role| RolePart {
        name: role_name(t, &role.key),
        levels: role
            .levels
            .iter()
            .map(|level| t.text(&format!("identity-level-{level}")))
            .collect::<Vec<_>>()
            .join(", "),
        second_factor: pages.identity.asks_second_factor(&role.key),
        may: role
            .may
            .iter()
            .map(|(key, actions)| {
                let actions: Vec<String> = actions.iter().map(|one| action(key, one)).collect();
                format!("{}: {}", function(key), actions.join(", "))
            })
            .collect(),
        grants: role
            .grants
            .iter()
            .map(|granted| role_name(t, granted))
            .collect::<Vec<_>>()
            .join(", "),
    });
    let rows = pages
        .declared
        .get()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|route| {
            let who = match route.policy {
                Policy::Open => t.text("identity-who-everybody"),
                Policy::SignedIn | Policy::SignedInAgain => t.text("identity-who-signed-in"),
                Policy::May(function, action) | Policy::MayAgain(function, action) => table
                    .roles()
                    .iter()
                    .filter(|role| role.allows(function, action))
                    .map(|role| role_name(t, &role.key))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let mut who = Cell::text(who);
            if route.policy.asks_again() {
                who = who.tag(Tag::new(Tone::Info, t.text("identity-asks-again")));
            }
            Row::new(vec![
                Cell::text(route.path),
                Cell::text(t.text(&format!("identity-method-{}", route.method))),
                who,
            ])
        });
    let columns = vec![
        Column::text(t.text("identity-column-route")),
        Column::text(t.text("identity-column-method")),
        Column::text(t.text("identity-column-who")),
    ];
    let separate = table.separated().map(|(key, acts)| {
        let acts: Vec<String> = acts.iter().map(|act| action(key, act)).collect();
        format!("{}: {}", function(key), acts.join(" ≠ "))
    });
    page::html(&MatrixPage {
        shell: Shell::new(&reader, t.text("identity-matrix-title")).lead(t.text("identity-matrix-lead")),
        roles: roles.collect(),
        routes: Table::new(t.text("identity-routes"), columns, rows.collect()),
        separate: separate.collect(),
    })
}
