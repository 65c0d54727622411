//! The registry in use, replaced as a whole after an import.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use platform::{
    access::Territory,
    db::{Database, DbResult},
};

use crate::{UnitId, Units};

/// Holds the registry in use. Cloning shares it: whoever replaces it replaces it for all.
#[derive(Debug, Clone)]
pub struct LiveUnits(Arc<RwLock<Arc<Units>>>);

impl LiveUnits {
    /// Starts with a registry.
    #[must_use]
    pub fn new(units: Arc<Units>) -> Self {
        Self(Arc::new(RwLock::new(units)))
    }

    /// The registry now. Take it once for one answer, so that the answer agrees with itself.
    #[must_use]
    pub fn current(&self) -> Arc<Units> {
        // The lock guards one assignment, which can't be left half done.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another registry in its place.
    pub fn replace(&self, units: Arc<Units>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = units;
    }

    /// Loads the registry again, after an import or an undoing.
    ///
    /// # Errors
    /// What [`Units::load`] says; the registry in use is then kept.
    pub async fn reload(&self, db: &Database) -> DbResult<()> {
        self.replace(Arc::new(Units::load(&mut db.read().await?).await?));
        Ok(())
    }
}

impl Territory for LiveUnits {
    fn within(&self, unit: i64, above: i64, day: Date) -> bool {
        self.current().within(UnitId(unit), UnitId(above), day)
    }
}
