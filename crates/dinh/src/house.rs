//! The house put together: database, units, catalogue, law and texts.

use std::sync::Arc;

use anyhow::Context as _;
use facts::Catalogue;
use identity::Identity;
use imports::Importer;
use platform::{
    access::cookies::Cookies,
    clock::{Clock, SystemClock},
    db::{Database, Migration, PoolSize},
    i18n::{Texts, Translations, Translator},
};
use rand::Rng as _;
use reports::Reports;
use rulebook::Rulebook;
use units::{LiveUnits, Units};

use crate::config::Settings;

/// The schema of every slice.
const MIGRATIONS: &[&[Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    identity::MIGRATIONS,
    imports::MIGRATIONS,
    demo::MIGRATIONS,
];

/// The texts of every slice.
const TEXTS: &[&[Texts]] = &[
    platform::i18n::TEXTS,
    units::TEXTS,
    facts::TEXTS,
    identity::TEXTS,
    imports::TEXTS,
    reports::TEXTS,
    OWN_TEXTS,
];

/// What the command line says, and what the pure rooms, which know nothing of readers, leave to be said.
const OWN_TEXTS: &[Texts] = &[
    Texts {
        slice: "intake",
        vi: include_str!("../../intake/locales/vi.ftl"),
        en: include_str!("../../intake/locales/en.ftl"),
        km: include_str!("../../intake/locales/km.ftl"),
    },
    Texts {
        slice: "dinh",
        vi: include_str!("../locales/vi.ftl"),
        en: include_str!("../locales/en.ftl"),
        km: include_str!("../locales/km.ftl"),
    },
];

/// Everything a command may need.
pub struct House {
    pub db: Database,
    pub units: LiveUnits,
    pub catalogue: Arc<Catalogue>,
    pub rulebook: Arc<Rulebook>,
    pub translations: Translations,
    pub clock: Arc<dyn Clock>,
    pub demo: bool,
    settings: Settings,
}

/// The texts of all slices.
pub fn translations() -> anyhow::Result<Translations> {
    Ok(Translations::new(TEXTS)?)
}

/// The law that Đình is delivered with.
pub fn rulebook() -> anyhow::Result<Rulebook> {
    Rulebook::embedded().map_err(|problems| {
        anyhow::anyhow!(
            "the delivered rulebooks: {}",
            problems.first().map(ToString::to_string).unwrap_or_default()
        )
    })
}

impl House {
    /// Opens the database, brings it up to date, and reads what every command needs.
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let db = Database::open(
            &settings.database,
            PoolSize {
                connections: settings.connections,
            },
        )
        .await
        .with_context(|| {
            format!(
                "can't open the database {}",
                address_without_password(&settings.database)
            )
        })?;
        db.migrate(MIGRATIONS).await?;
        units::load_official(&db, clock.now()).await?;
        let mut read = db.read().await?;
        let units = LiveUnits::new(Arc::new(Units::load(&mut read).await?));
        let demo = demo::stored(&mut read).await?.is_some();
        drop(read);
        let catalogue = Catalogue::delivered()
            .map_err(|problems| anyhow::anyhow!("the delivered catalogue: {problems}"))?;
        Ok(Self {
            db,
            units,
            catalogue: Arc::new(catalogue),
            rulebook: Arc::new(rulebook()?),
            translations: translations()?,
            clock,
            demo,
            settings: settings.clone(),
        })
    }

    /// The texts in the language of the person at the terminal.
    pub fn translator(&self) -> Translator {
        self.translations.translator(self.settings.language.into())
    }

    /// The importer of files.
    pub fn importer(&self) -> Importer {
        let mut rng: rand::rngs::StdRng = rand::make_rng();
        Importer::new(
            self.db.clone(),
            self.units.clone(),
            Arc::clone(&self.catalogue),
            Arc::clone(&self.clock),
            Box::new(move |octets| rng.fill_bytes(octets)),
        )
    }

    /// Accounts, sessions, roles.
    pub fn identity(&self) -> anyhow::Result<Identity> {
        let mut rng: rand::rngs::StdRng = rand::make_rng();
        let secure = self
            .settings
            .public_address
            .as_ref()
            .is_some_and(|address| address.starts_with("https://"));
        Ok(Identity::new(
            self.db.clone(),
            self.units.clone(),
            Arc::clone(&self.clock),
            self.settings.identity.clone(),
            Cookies { secure },
            identity::Random::new(Box::new(move |octets| rng.fill_bytes(octets))),
        )?)
    }

    /// The address under which people reach the server, for printed links.
    pub fn public_address(&self) -> Option<&str> {
        self.settings.public_address.as_deref()
    }

    /// The maker of reports.
    pub fn reports(&self) -> anyhow::Result<Reports> {
        let plan = reports::plan::Plan::delivered(&self.catalogue)?;
        Ok(Reports::new(
            self.db.clone(),
            self.units.clone(),
            Arc::clone(&self.catalogue),
            Arc::clone(&self.rulebook),
            plan,
            Arc::clone(&self.clock),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone()))
    }
}

/// A database address fit for logs.
pub fn address_without_password(address: &str) -> String {
    match (address.split_once("://"), address.rfind('@')) {
        (Some((scheme, _)), Some(at)) => {
            let user = &address[scheme.len() + 3..at];
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}{}", &address[at..])
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_reaches_a_log() {
        assert_eq!(
            address_without_password("postgres://dinh:secret@db:5432/x"),
            "postgres://dinh@db:5432/x"
        );
        assert_eq!(address_without_password("postgres://db/x"), "postgres://db/x");
        assert_eq!(address_without_password("sqlite://dinh.db"), "sqlite://dinh.db");
    }

    #[test]
    fn every_slice_speaks_every_language() {
        translations().unwrap();
        let faults: Vec<String> = TEXTS
            .iter()
            .flat_map(|texts| platform::i18n::incompleteness(texts))
            .collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}
