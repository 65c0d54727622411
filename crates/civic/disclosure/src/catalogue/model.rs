//! Catalogues that came in, and how a commune offers what its province decided.

use jiff::{Timestamp, civil::Date};

use crate::{
    ids::{CatalogueId, ItemId},
    model::{Act, Hash},
};

/// Where a catalogue stands that came in as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for somebody else to approve it.
    Sent,
    /// Its procedures are public.
    Published,
    /// It was given up.
    Dropped,
    /// It was public and taken back as a whole.
    Undone,
}

impl State {
    const ALL: [Self; 4] = [Self::Sent, Self::Published, Self::Dropped, Self::Undone];

    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Published => "published",
            Self::Dropped => "dropped",
            Self::Undone => "undone",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// What somebody sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCatalogue {
    /// What the file is called.
    pub name: String,
    /// The file.
    pub octets: Vec<u8>,
    /// Number of the decision that announces the procedures.
    pub decision: String,
    /// Its day.
    pub decided_on: Date,
}

/// A catalogue that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// Its identifier.
    pub id: CatalogueId,
    /// What the file is called.
    pub name: String,
    /// SHA-256 of the file.
    pub hash: Hash,
    /// Number of the decision that announces the procedures.
    pub decision: String,
    /// Its day.
    pub decided_on: Date,
    /// Where it stands.
    pub state: State,
    /// Who sent it and when.
    pub sent: Act,
    /// By which role and when it was published or dropped.
    pub settled: Option<(String, Timestamp)>,
    /// By which role, when and why it was taken back.
    pub undone: Option<(String, Timestamp, String)>,
}

/// Where, when and with whom a commune offers what its province decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Whether it can be handed in here.
    pub offered: bool,
    /// Where; empty as the catalogue says.
    pub office: String,
    /// When the office is open.
    pub hours: String,
    /// Whom to ask: a telephone number, an address.
    pub contact: String,
    /// What is different here, or where to go instead.
    pub note: String,
}

/// An offer as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The procedure; none for all that say nothing of their own.
    pub item: Option<ItemId>,
    /// How often it was changed, from 1.
    pub revision: i64,
    /// What it says.
    pub offer: Offer,
    /// Key of the role that said so.
    pub role: String,
    /// When.
    pub at: Timestamp,
}

/// How a commune offers procedures.
#[derive(Debug, Clone, Default)]
pub struct Offers(pub Vec<Offered>);

impl Offers {
    /// What the commune says of a procedure: of this one, and where that says nothing, of all.
    #[must_use]
    pub fn of(&self, item: ItemId) -> Option<Offered> {
        let all = self.about(None);
        let Some(mut own) = self.about(Some(item)).cloned() else {
            return all.cloned();
        };
        if let Some(all) = all.filter(|_| own.offer.offered) {
            let offer = &mut own.offer;
            for (own, all) in [
                (&mut offer.office, &all.offer.office),
                (&mut offer.hours, &all.offer.hours),
                (&mut offer.contact, &all.offer.contact),
            ] {
                if own.is_empty() {
                    own.clone_from(all);
                }
            }
        }
        Some(own)
    }

    /// What the commune says of exactly this procedure, or of all that say nothing of their own.
    #[must_use]
    pub fn about(&self, item: Option<ItemId>) -> Option<&Offered> {
        self.0.iter().find(|offered| offered.item == item)
    }
}
