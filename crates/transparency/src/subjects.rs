//! The public items that the log speaks about, asked of the slices that hold them. A slice implements [`Subjects`]
//! for each kind of item it logs, and the program hands them all to the log: so a published row that was changed
//! behind Đình's back is found.

use std::{fmt, future::Future, pin::Pin};

use platform::db::{DbResult, Read};
use units::UnitId;

/// What an implementation of [`Subjects`] answers.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = DbResult<T>> + Send + 'a>>;

/// A public item as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicItem {
    /// Whose record it is.
    pub unit: UnitId,
    /// The unit's code, as in the item's entries.
    pub unit_code: String,
    /// The item's public identifier, as in its entries.
    pub id: String,
    /// Its public octets; their SHA-256 is the commitment of its last entry.
    pub octets: Vec<u8>,
}

/// The public items of one kind.
pub trait Subjects: fmt::Debug + Send + Sync {
    /// The kind, as in entries.
    fn kind(&self) -> &'static str;

    /// Key of the text that names the kind, as "Nội dung công khai".
    fn label_key(&self) -> &'static str;

    /// The address of an item's page.
    fn page(&self, unit_code: &str, id: &str) -> String;

    /// Whether only some people may read the items. Then the log's pages and open data name the kind and answer as for
    /// items that are not here, and only who has the database compares them, by [`Subjects::items`].
    fn is_sealed(&self) -> bool {
        false
    }

    /// The public octets of an item as they are made from the records now; `None` when it is not public.
    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>>;

    /// Up to `limit` public items ordered by unit and identifier, those after `after`; fewer mean that there are no
    /// more.
    fn items<'a>(
        &'a self,
        read: &'a mut Read,
        after: Option<(UnitId, String)>,
        limit: u32,
    ) -> Answer<'a, Vec<PublicItem>>;
}
