//! The policy table: which role may do what, read from one file.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use serde::Deserialize;

/// A role that people hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Stable word for the role, as stored and as in the translation key `access-role-…`.
    pub key: String,
    /// Levels of units it can be held in: `country`, `province`, `commune`, `hamlet`.
    pub levels: Vec<String>,
    /// Roles that its holder may give others, within the subtree it is held in.
    #[serde(default)]
    pub grants: Vec<String>,
    /// Whether it counts only after a second factor, unless the installation says otherwise.
    #[serde(default)]
    pub second_factor: bool,
    /// Function and the actions allowed in it.
    #[serde(default)]
    pub may: BTreeMap<String, BTreeSet<String>>,
}

impl Role {
    /// Whether the role allows an action of a function.
    #[must_use]
    pub fn allows(&self, function: &str, action: &str) -> bool {
        self.may
            .get(function)
            .is_some_and(|actions| actions.contains(action))
    }
}

/// Acts on one matter that one person may not all do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Separate {
    function: String,
    acts: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "role")]
    roles: Vec<Role>,
    #[serde(default)]
    separate: Vec<Separate>,
}

/// Why a policy file is refused.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It is no TOML of this shape; the message names line and column.
    #[error("the policy file can't be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// It contradicts itself.
    #[error("the policy file: {0}")]
    Wrong(String),
}

/// The policy table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    roles: Vec<Role>,
    separate: Vec<Separate>,
}

const LEVELS: [&str; 4] = ["country", "province", "commune", "hamlet"];

impl Table {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`TableError`], for a role that stands there twice, is given but not described, or is held nowhere, and for
    /// separated acts that nobody may do.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let File { roles, separate } = toml::from_str(text)?;
        let wrong = |what: String| Err(TableError::Wrong(what));
        let mut keys = BTreeSet::new();
        for role in &roles {
            if !keys.insert(role.key.as_str()) {
                return wrong(format!("role {:?} stands there twice", role.key));
            }
            if role.levels.is_empty() || role.levels.iter().any(|level| !LEVELS.contains(&level.as_str())) {
                return wrong(format!("role {:?} needs levels among {LEVELS:?}", role.key));
            }
        }
        for role in &roles {
            if let Some(unknown) = role.grants.iter().find(|key| !keys.contains(key.as_str())) {
                return wrong(format!(
                    "role {:?} grants {unknown:?}, which is no role",
                    role.key
                ));
            }
        }
        for pair in &separate {
            let unknown = |act: &&String| !roles.iter().any(|role| role.allows(&pair.function, act));
            if pair.acts.len() < 2 {
                return wrong(format!(
                    "separated acts of {:?} are fewer than two",
                    pair.function
                ));
            }
            if let Some(act) = pair.acts.iter().find(unknown) {
                return wrong(format!(
                    "nobody may do the separated act {:?} {act:?}",
                    pair.function
                ));
            }
        }
        Ok(Self { roles, separate })
    }

    /// The table that Đình is delivered with.
    ///
    /// # Panics
    /// Never in a program that passed its tests: the file is part of it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the file is embedded and read by a test")]
    pub fn delivered() -> Arc<Self> {
        static DELIVERED: LazyLock<Arc<Table>> = LazyLock::new(|| {
            let text = include_str!("../../../../data/access/policy.toml");
            Arc::new(Table::parse(text).expect("the delivered policy file is sound"))
        });
        Arc::clone(&DELIVERED)
    }

    /// All roles, as in the file.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The role with this key.
    #[must_use]
    pub fn role(&self, key: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.key == key)
    }

    /// Whether any role allows an action of a function: whether there is such an action at all.
    #[must_use]
    pub fn knows(&self, function: &str, action: &str) -> bool {
        self.roles.iter().any(|role| role.allows(function, action))
    }

    /// All functions with acts that one person may not all do on one matter.
    pub fn separated(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.separate
            .iter()
            .map(|pair| (pair.function.as_str(), &pair.acts))
    }

    /// The acts that who does `action` on a matter must not have done on it before.
    pub fn apart_from(&self, function: &str, action: &str) -> impl Iterator<Item = &str> {
        self.separate
            .iter()
            .filter(move |pair| pair.function == function && pair.acts.contains(action))
            .flat_map(|pair| &pair.acts)
            .map(String::as_str)
            .filter(move |act| *act != action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delivered_table_is_sound() {
        let table = Table::delivered();
        assert!(table.role("administrator").unwrap().allows("people", "grant"));
        assert_eq!(
            table.apart_from("disclosure", "approve").collect::<Vec<_>>(),
            ["draft"]
        );
        assert_eq!(
            table.apart_from("disclosure", "draft").collect::<Vec<_>>(),
            ["approve"]
        );
        assert_eq!(table.apart_from("imports", "import").count(), 0);
    }

    #[test]
    fn a_file_that_contradicts_itself_is_refused_with_its_reason() {
        let role = "[[role]]\nkey = \"a\"\nlevels = [\"commune\"]\n";
        for (text, reason) in [
            (format!("{role}{role}"), "twice"),
            (format!("{role}grants = [\"b\"]"), "which is no role"),
            (
                "[[role]]\nkey = \"a\"\nlevels = [\"district\"]".to_owned(),
                "levels",
            ),
            (
                format!("{role}[[separate]]\nfunction = \"f\"\nacts = [\"x\", \"y\"]"),
                "nobody may do",
            ),
            (
                format!("{role}[[separate]]\nfunction = \"f\"\nacts = [\"x\"]"),
                "fewer than two",
            ),
            (format!("{role}lvels = 1"), "lvels"),
        ] {
            let error = Table::parse(&text).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
