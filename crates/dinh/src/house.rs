//! The house put together: database, units, catalogue, law and texts.

use std::sync::Arc;

use anyhow::Context as _;
use assessment::Assessments;
use benefits::{Benefits, programme::Programmes};
use contributions::Contributions;
use deliberation::{Deliberations, consultation::Consultations};
use disclosure::Disclosures;
use facts::{Catalogue, boards::Boards};
use households::Households;
use identity::Identity;
use imports::Importer;
use jiff::civil::Date;
use mediation::{Mediations, seal::MasterKey};
use movements::{Movement, Movements};
use petitions::{Petitions, Telling};
use plans::Plans;
use platform::{
    access::{Place, cookies::Cookies},
    calendar::WorkingCalendar,
    clock::{Clock, SetClock, SystemClock},
    db::{Database, Migration, PoolSize, Read},
    hooks::{Hooks, Teller},
    i18n::{Locale, Texts, Translations, Translator},
    mail::{Carrier, Inbox, Post},
    messages::{Messages, Messenger, Spool},
    outbox::{Courier, OutboxKey},
    random::Fill,
};
use rand::{Rng as _, SeedableRng as _};
use reception::Receptions;
use reports::Reports;
use rulebook::Rulebook;
use supervision::Supervision;
use transparency::{KeyFile, PublicLog, Sequencer, Subjects};
use units::{Level, LiveUnits, UnitId, Units};
use workplace::Workplaces;

use crate::{config::Settings, trouble::Trouble};

/// The schema of every slice.
const MIGRATIONS: &[&[Migration]] = &[
    platform::outbox::MIGRATIONS,
    platform::hooks::MIGRATIONS,
    units::MIGRATIONS,
    facts::MIGRATIONS,
    identity::MIGRATIONS,
    imports::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
    households::MIGRATIONS,
    benefits::MIGRATIONS,
    contributions::MIGRATIONS,
    deliberation::MIGRATIONS,
    mediation::MIGRATIONS,
    movements::MIGRATIONS,
    petitions::MIGRATIONS,
    assessment::MIGRATIONS,
    plans::MIGRATIONS,
    reception::MIGRATIONS,
    supervision::MIGRATIONS,
    workplace::MIGRATIONS,
    demo::MIGRATIONS,
];

/// The texts of every slice.
const TEXTS: &[&[Texts]] = &[
    platform::i18n::TEXTS,
    units::TEXTS,
    facts::TEXTS,
    households::TEXTS,
    identity::TEXTS,
    imports::TEXTS,
    transparency::TEXTS,
    benefits::TEXTS,
    contributions::TEXTS,
    deliberation::TEXTS,
    disclosure::TEXTS,
    mediation::TEXTS,
    movements::TEXTS,
    petitions::TEXTS,
    assessment::TEXTS,
    plans::TEXTS,
    reception::TEXTS,
    reports::TEXTS,
    supervision::TEXTS,
    workplace::TEXTS,
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
    pub movements: Arc<[Movement]>,
    pub calendar: WorkingCalendar,
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

/// The working calendar that Đình is delivered with.
fn calendar() -> anyhow::Result<WorkingCalendar> {
    WorkingCalendar::embedded().map_err(|problems| {
        anyhow::anyhow!(
            "the delivered calendar: {}",
            problems.first().map(ToString::to_string).unwrap_or_default()
        )
    })
}

impl House {
    /// Opens the database, brings it up to date, and reads what every command needs.
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        // What is read from the program itself is read beside the database: start-up takes as long as the slower one.
        let texts = tokio::task::spawn_blocking(translations);
        let law = tokio::task::spawn_blocking(rulebook);
        let counted = tokio::task::spawn_blocking(|| {
            Catalogue::delivered().map_err(|problems| anyhow::anyhow!("the delivered catalogue: {problems}"))
        });
        let days = tokio::task::spawn_blocking(calendar);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let db = Database::open(
            &settings.database,
            PoolSize {
                connections: settings.connections,
            },
        )
        .await
        .map_err(|error| Trouble::Database {
            address: address_without_password(&settings.database),
            error,
        })?;
        db.migrate(MIGRATIONS).await?;
        units::load_official(&db, clock.now()).await?;
        let mut read = db.read().await?;
        let units = LiveUnits::new(Arc::new(Units::load(&mut read).await?));
        let demo = demo::stored(&mut read).await?.is_some();
        drop(read);
        let catalogue = counted.await??;
        let movements = movements::definition::delivered(&catalogue)?;
        Ok(Self {
            db,
            units,
            catalogue: Arc::new(catalogue),
            movements: movements.into(),
            rulebook: Arc::new(law.await??),
            calendar: days.await??,
            translations: texts.await??,
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
        Importer::new(
            self.db.clone(),
            self.units.clone(),
            Arc::clone(&self.catalogue),
            Arc::clone(&self.clock),
            fill(),
        )
    }

    /// What is counted, the law, and the working calendar.
    fn law(&self) -> (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar) {
        (
            Arc::clone(&self.catalogue),
            Arc::clone(&self.rulebook),
            self.calendar.clone(),
        )
    }

    /// Puts invented consultations into the communes of the demo world, once.
    pub async fn tell_of_consultations(&self) -> anyhow::Result<()> {
        let law = (Arc::clone(&self.catalogue), Arc::clone(&self.rulebook));
        deliberation::consultation::demo::tell(
            (&self.db, &self.units),
            law,
            self.story_boards(),
            &self.demo_communes(),
            self.clock.today(),
        )
        .await?;
        Ok(())
    }

    /// Puts invented notices into the communes of the demo world, once, whatever interrupts it.
    pub async fn tell_of_disclosure(&self) -> anyhow::Result<()> {
        let communes = self.demo_communes();
        disclosure::demo::tell(&self.db, &self.units, self.law(), &communes, &self.translations).await?;
        Ok(())
    }

    /// Puts invented agencies and enterprises into the demo world, once, with people who have demo accounts.
    pub async fn tell_of_organisations(&self) -> anyhow::Result<()> {
        let identity = self.identity()?;
        let mut people = Vec::new();
        for login in ["thu-truong", "pho-thu-truong", "nhan-vien", "cong-nhan"] {
            people.extend(identity::demo_account(&identity, login).await?);
        }
        let Ok([head, deputy, employee, worker]) = <[_; 4]>::try_from(people) else {
            return Ok(());
        };
        let people = disclosure::internal::demo::People {
            head,
            deputy,
            employee,
            worker,
        };
        let today = self.clock.today();
        // Where there are hamlets, the demo accounts have their roles.
        let mut told = disclosure::store::keepers(&mut self.db.read().await?).await?;
        let units = self.units.current();
        told.retain(|unit| units.get(*unit).is_some_and(|unit| unit.level == Level::Commune));
        disclosure::internal::demo::tell(&self.db, &self.units, self.law(), &told, &people, today).await?;
        Ok(())
    }

    /// Puts invented petitions into a commune of the demo world, once.
    pub async fn tell_of_petitions(&self) -> anyhow::Result<()> {
        let today = self.clock.today();
        petitions::demo::tell(&self.db, &self.units, self.law(), &self.demo_communes(), today).await?;
        Ok(())
    }

    /// The communes of the demo world's province.
    fn demo_communes(&self) -> Vec<UnitId> {
        let units = self.units.current();
        let day = demo::World::default().last_day();
        units
            .at(demo::PROVINCE, day)
            .map(|province| units.children(province.id, day).map(|unit| unit.id).collect())
            .unwrap_or_default()
    }

    /// Consultations.
    pub fn consultations(&self) -> anyhow::Result<Consultations> {
        let desk = Consultations::new(
            self.db.clone(),
            self.units.clone(),
            (Arc::clone(&self.catalogue), Arc::clone(&self.rulebook)),
            Arc::clone(&self.clock),
            fill(),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone());
        let boards = Arc::new(self.disclosures()?);
        Ok(desk.boards(boards, self.translations.translator(Locale::Vi)))
    }

    /// Public posting.
    pub fn disclosures(&self) -> anyhow::Result<Disclosures> {
        Ok(Disclosures::new(
            self.db.clone(),
            self.units.clone(),
            self.law(),
            Arc::clone(&self.clock),
            fill(),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone())
        .post(self.post()?))
    }

    /// The installation's post, when mail is set up. The key that addresses are sealed with is made when it is not there.
    fn post(&self) -> anyhow::Result<Option<Arc<Post>>> {
        let (Some(mail), Some(address)) = (&self.settings.mail, &self.settings.public_address) else {
            return Ok(None);
        };
        let from = mail.mailbox().map_err(anyhow::Error::msg)?;
        Ok(Some(Arc::new(Post::new(
            from,
            address,
            self.outbox_key()?,
            fill(),
        ))))
    }

    /// The key that what waits in the outbox is sealed with; it is made when it is not there.
    fn outbox_key(&self) -> anyhow::Result<OutboxKey> {
        Ok(OutboxKey::load(&self.settings.outbox_key_file, secret())?)
    }

    /// By what people and programs are told of petitions, and heard.
    fn telling(&self) -> anyhow::Result<Telling> {
        let mut telling = Telling {
            post: self.post()?,
            inbox: None,
            messages: None,
            hooks: Some(Arc::new(Hooks::new(
                self.settings.hooks,
                self.outbox_key()?,
                fill(),
            ))),
            translations: self.translations.clone(),
        };
        if let Some(inbox) = self.settings.mail.as_ref().and_then(|mail| mail.inbox.as_ref()) {
            let open = Inbox::open(inbox).with_context(|| format!("the inbox {}", inbox.folder.display()))?;
            telling.inbox = Some(open);
        }
        let channels: Vec<_> = self
            .settings
            .messages
            .channels()
            .into_iter()
            .map(|(channel, _)| channel)
            .collect();
        if let Some(address) = self
            .settings
            .public_address
            .as_deref()
            .filter(|_| !channels.is_empty())
        {
            let messages = Messages::new(channels, address, self.outbox_key()?, fill());
            telling.messages = Some(Arc::new(messages));
        }
        Ok(telling)
    }

    /// Who tells web hooks.
    pub fn teller(&self) -> anyhow::Result<Courier<Teller>> {
        let (clock, key) = (Arc::clone(&self.clock), self.outbox_key()?);
        let teller = Teller::new(self.settings.hooks);
        Ok(Courier::new(self.db.clone(), clock, key, teller, holder()))
    }

    /// Who brings messages to telephones, one for each channel that is set up.
    pub fn messengers(&self) -> anyhow::Result<Vec<Courier<Messenger>>> {
        let mut messengers = Vec::new();
        for (channel, folder) in self.settings.messages.channels() {
            let spool = Spool::open(folder)
                .with_context(|| format!("the folder of messages {}", folder.display()))?;
            let (clock, key) = (Arc::clone(&self.clock), self.outbox_key()?);
            let messenger = Messenger::new(channel, Arc::new(spool));
            messengers.push(Courier::new(self.db.clone(), clock, key, messenger, holder()));
        }
        Ok(messengers)
    }

    /// Who brings mail to the mail server, when mail is set up.
    pub fn carrier(&self) -> anyhow::Result<Option<Carrier>> {
        let (Some(post), Some(mail)) = (self.post()?, self.settings.mail.clone()) else {
            return Ok(None);
        };
        let clock = Arc::clone(&self.clock);
        Ok(Some(Carrier::new(self.db.clone(), clock, post, mail, holder())))
    }

    /// The register of households.
    pub fn households(&self) -> Households {
        Households::new(self.db.clone(), Arc::clone(&self.clock), fill())
    }

    /// Fills the registers of the demo world's first communes with invented households, once.
    pub async fn tell_of_households(&self, world: &demo::World) -> anyhow::Result<()> {
        households::demo::tell(&self.db, &self.demo_communes(), world.last_day(), world.seed).await?;
        Ok(())
    }

    /// Puts invented matters before the people of the demo world, once.
    pub async fn tell_of_deliberation(&self, world: &demo::World) -> anyhow::Result<()> {
        let communes = self.demo_communes();
        deliberation::demo::tell(
            (&self.db, &self.units),
            self.law(),
            self.story_boards(),
            &communes,
            world.seed,
        )
        .await?;
        Ok(())
    }

    /// The boards of an invented story, which has a clock of its own, and the language of what hangs there.
    fn story_boards(&self) -> (impl FnOnce(SetClock) -> Arc<dyn Boards> + '_, Translator) {
        let boards = |story: SetClock| -> Arc<dyn Boards> {
            let fill = story_fill();
            let (db, units) = (self.db.clone(), self.units.clone());
            Arc::new(Disclosures::new(db, units, self.law(), Arc::new(story), fill).demo(true))
        };
        (boards, self.translations.translator(Locale::Vi))
    }

    /// What people discuss and decide.
    pub fn deliberations(&self) -> anyhow::Result<Deliberations> {
        let desk = Deliberations::new(
            self.db.clone(),
            self.units.clone(),
            self.law(),
            Arc::clone(&self.clock),
            fill(),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone());
        let boards = Arc::new(self.disclosures()?);
        Ok(desk.boards(boards, self.translations.translator(Locale::Vi)))
    }

    /// Puts invented mediation teams and cases into the demo world, once. People have their accounts before.
    pub async fn tell_of_mediation(&self, world: &demo::World) -> anyhow::Result<()> {
        let clock = SetClock::default();
        let all = self.mediations_by(Arc::new(clock.clone())).await?.demo(true);
        mediation::demo::tell(&all, &clock, &self.demo_communes(), world.last_day()).await?;
        Ok(())
    }

    /// Mediation.
    pub async fn mediations(&self) -> anyhow::Result<Mediations> {
        self.mediations_by(Arc::clone(&self.clock)).await
    }

    async fn mediations_by(&self, clock: Arc<dyn Clock>) -> anyhow::Result<Mediations> {
        Ok(Mediations::new(
            self.db.clone(),
            self.units.clone(),
            self.law(),
            (clock, fill()),
            (Arc::new(Accounts), self.mediation_key().await?),
        )
        .demo(self.demo))
    }

    /// The key under which units' keys are sealed. It is made for an installation that has none of these yet; a key that is
    /// missing is not replaced, since nothing sealed before could be read with another one.
    async fn mediation_key(&self) -> anyhow::Result<Option<MasterKey>> {
        let path = &self.settings.mediation_key_file;
        if !path.exists() && mediation::store::has_keys(&mut self.db.read().await?).await? {
            tracing::error!(
                file = %path.display(),
                "the key of mediation is missing: put it back from its copy; until then nobody reads a case"
            );
            return Ok(None);
        }
        Ok(Some(MasterKey::load(path, secret())?))
    }

    /// Reception of citizens.
    pub fn receptions(&self) -> anyhow::Result<Receptions> {
        let telling = self.post()?.map(|post| reception::Telling {
            post,
            translations: self.translations.clone(),
        });
        Ok(Receptions::new(
            self.db.clone(),
            self.units.clone(),
            self.law(),
            Arc::clone(&self.clock),
            (self.outbox_key()?, fill()),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone())
        .tell_by(telling))
    }

    /// Puts invented receptions into a commune of the demo world, once.
    pub async fn tell_of_receptions(&self) -> anyhow::Result<()> {
        let told = (&self.db, &self.units);
        let today = self.clock.today();
        reception::demo::tell(told, self.law(), self.outbox_key()?, &self.demo_communes(), today).await?;
        Ok(())
    }

    /// Feedback and petitions.
    pub fn petitions(&self) -> anyhow::Result<Petitions> {
        Ok(Petitions::new(
            self.db.clone(),
            self.units.clone(),
            self.law(),
            Arc::clone(&self.clock),
            fill(),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone())
        .tell_by(self.telling()?)
        .map(self.settings.map.clone()))
    }

    /// Gives models of the demo world what its registers do not say, once.
    pub async fn tell_of_movements(&self) -> anyhow::Result<()> {
        let movements = (Arc::clone(&self.catalogue), Arc::clone(&self.movements));
        movements::demo::tell(
            &self.db,
            &self.units,
            movements,
            &self.demo_communes(),
            self.clock.now(),
        )
        .await?;
        Ok(())
    }

    /// Movements.
    pub fn movements(&self) -> Movements {
        Movements::new(
            self.db.clone(),
            self.units.clone(),
            (Arc::clone(&self.catalogue), Arc::clone(&self.movements)),
            Arc::clone(&self.clock),
            fill(),
        )
        .demo(self.demo)
    }

    /// Packages of support.
    pub fn benefits(&self) -> anyhow::Result<Benefits> {
        let desk = Benefits::new(
            self.db.clone(),
            self.units.clone(),
            Programmes::delivered()?,
            self.law(),
            Arc::clone(&self.clock),
            (self.outbox_key()?, fill()),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone());
        let boards = Arc::new(self.disclosures()?);
        Ok(desk.boards(boards, self.translations.translator(Locale::Vi)))
    }

    /// Puts invented packages of support into a commune of the demo world, once.
    pub async fn tell_of_benefits(&self) -> anyhow::Result<()> {
        benefits::demo::tell(
            (&self.db, &self.units),
            Programmes::delivered()?,
            self.law(),
            self.story_boards(),
            (self.outbox_key()?, &self.demo_communes(), self.clock.today()),
        )
        .await?;
        Ok(())
    }

    /// Puts invented campaigns of contributions into the demo world, once.
    pub async fn tell_of_contributions(&self) -> anyhow::Result<()> {
        contributions::demo::tell(
            (&self.db, &self.units),
            (Arc::clone(&self.catalogue), Arc::clone(&self.rulebook)),
            self.story_boards(),
            &self.demo_communes(),
            self.clock.today(),
        )
        .await?;
        Ok(())
    }

    /// Contributions.
    pub fn contributions(&self) -> anyhow::Result<Contributions> {
        let desk = Contributions::new(
            self.db.clone(),
            self.units.clone(),
            (Arc::clone(&self.catalogue), Arc::clone(&self.rulebook)),
            Arc::clone(&self.clock),
            fill(),
        )
        .demo(self.demo)
        .public_address(self.settings.public_address.clone());
        let boards = Arc::new(self.disclosures()?);
        Ok(desk.boards(boards, self.translations.translator(Locale::Vi)))
    }

    /// Puts invented conferences, dialogues and questions into the workplaces of the demo world, once.
    pub async fn tell_of_workplaces(&self) -> anyhow::Result<()> {
        workplace::demo::tell(&self.db, &self.units, self.law(), self.clock.today()).await?;
        Ok(())
    }

    /// Workplaces.
    pub fn workplaces(&self) -> Workplaces {
        let clock = Arc::clone(&self.clock);
        Workplaces::new(self.db.clone(), self.units.clone(), self.law(), clock, fill()).demo(self.demo)
    }

    /// Puts invented assessments, surveys and commendations into a commune of the demo world, once.
    pub async fn tell_of_assessments(&self) -> anyhow::Result<()> {
        let story = SetClock::default();
        let desk = self
            .assessments_by(Arc::new(story.clone()), story_fill())?
            .demo(true);
        let communes = self.demo_communes();
        assessment::demo::tell((&desk, &story), &self.units, &communes, self.clock.today()).await?;
        Ok(())
    }

    fn assessments_by(&self, clock: Arc<dyn Clock>, fill: Fill) -> anyhow::Result<Assessments> {
        let sets = assessment::criteria::delivered(&self.catalogue)?;
        Ok(Assessments::new(
            (self.db.clone(), self.units.clone(), sets),
            self.law(),
            clock,
            (self.outbox_key()?, fill),
        ))
    }

    /// Assessments and commendations.
    pub fn assessments(&self) -> anyhow::Result<Assessments> {
        Ok(self
            .assessments_by(Arc::clone(&self.clock), fill())?
            .demo(self.demo))
    }

    /// Puts invented boards with their visits and recommendations into a commune of the demo world, once.
    pub async fn tell_of_supervision(&self) -> anyhow::Result<()> {
        let story = SetClock::default();
        let desk = self
            .supervision_by(Arc::new(story.clone()), story_fill())?
            .demo(true);
        let communes = self.demo_communes();
        supervision::demo::tell((&desk, &story), &self.units, &communes, self.clock.today()).await?;
        Ok(())
    }

    fn supervision_by(&self, clock: Arc<dyn Clock>, fill: Fill) -> anyhow::Result<Supervision> {
        Ok(Supervision::new(
            self.db.clone(),
            self.units.clone(),
            self.law(),
            clock,
            (self.outbox_key()?, fill),
        ))
    }

    /// Supervision by people's boards.
    pub fn supervision(&self) -> anyhow::Result<Supervision> {
        Ok(self
            .supervision_by(Arc::clone(&self.clock), fill())?
            .demo(self.demo))
    }

    /// Puts invented plans and a project into a commune of the demo world, once.
    pub async fn tell_of_plans(&self) -> anyhow::Result<()> {
        let story = SetClock::default();
        let desk = self.plans_by(Arc::new(story.clone()), story_fill()).demo(true);
        let communes = self.demo_communes();
        plans::demo::tell((&desk, &story), &self.units, &communes, self.clock.today()).await?;
        Ok(())
    }

    fn plans_by(&self, clock: Arc<dyn Clock>, fill: Fill) -> Plans {
        let law = (Arc::clone(&self.catalogue), Arc::clone(&self.rulebook));
        Plans::new(self.db.clone(), self.units.clone(), law, clock, fill)
    }

    /// Plans, emergencies and projects.
    pub fn plans(&self) -> Plans {
        self.plans_by(Arc::clone(&self.clock), fill()).demo(self.demo)
    }

    /// The kinds of public items that the log speaks about.
    pub fn subjects(&self) -> Vec<Arc<dyn Subjects>> {
        vec![
            Arc::new(assessment::Public::results(self.units.clone())),
            Arc::new(assessment::Public::commendations(self.units.clone())),
            Arc::new(benefits::Public::new(self.units.clone())),
            Arc::new(contributions::Public::campaigns(self.units.clone())),
            Arc::new(contributions::Public::books(self.units.clone())),
            Arc::new(deliberation::consultation::Public::consultations(
                self.units.clone(),
            )),
            Arc::new(disclosure::Public::notices(self.units.clone())),
            Arc::new(disclosure::Public::registers(self.units.clone())),
            Arc::new(disclosure::internal::Sealed::new(self.units.clone())),
            Arc::new(deliberation::Public::new(self.units.clone())),
            Arc::new(movements::Public::new(
                self.units.clone(),
                Arc::clone(&self.movements),
            )),
            Arc::new(petitions::Public::new(self.units.clone())),
            Arc::new(plans::Public::new(self.units.clone())),
            Arc::new(reception::Public::new(self.units.clone())),
            Arc::new(supervision::Public::visits(self.units.clone())),
            Arc::new(supervision::Public::recommendations(self.units.clone())),
            Arc::new(workplace::Public::conferences(self.units.clone())),
            Arc::new(workplace::Public::assessments(self.units.clone())),
        ]
    }

    /// The public log, to be read.
    pub fn public_log(&self) -> PublicLog {
        PublicLog {
            db: self.db.clone(),
            units: self.units.clone(),
            clock: Arc::clone(&self.clock),
            subjects: self.subjects(),
            witnesses: self.settings.log_witnesses.clone(),
            address: self.settings.public_address.clone(),
        }
    }

    /// The writer of the public log.
    pub fn sequencer(&self) -> Sequencer {
        let key = KeyFile::at(&self.settings.log_key_file);
        Sequencer::new(self.db.clone(), Arc::clone(&self.clock), key, holder())
    }

    /// Makes the key of a log that has none yet. A key that is missing is not replaced: that would be another log.
    pub async fn open_log(&self) -> anyhow::Result<()> {
        let key = KeyFile::at(&self.settings.log_key_file);
        let keys = transparency::store::keys(&mut self.db.read().await?).await?;
        if keys.is_empty() && !key.exists() {
            key.create(&self.settings.log_origin, &secret())?;
            tracing::info!(
                file = %key.path().display(),
                origin = self.settings.log_origin,
                "made the public log's key; keep a copy of the file in a safe place"
            );
        }
        Ok(())
    }

    /// Accounts, sessions, roles.
    pub fn identity(&self) -> anyhow::Result<Identity> {
        let secure = self
            .settings
            .public_address
            .as_ref()
            .is_some_and(|address| address.starts_with("https://"));
        let identity = Identity::new(
            self.db.clone(),
            self.units.clone(),
            Arc::clone(&self.clock),
            self.settings.identity.clone(),
            Cookies { secure },
            identity::Random::new(fill()),
        )?;
        identity
            .reached_at(self.settings.public_address.as_deref())
            .map_err(|wrong| anyhow::anyhow!("in the configuration file, part [identity]: {wrong}"))
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

/// Accounts of mediators, as the room of mediation asks for them.
#[derive(Debug)]
struct Accounts;

impl mediation::People for Accounts {
    fn mediators<'a>(
        &'a self,
        read: &'a mut Read,
        place: mediation::model::HamletKey,
        day: Date,
    ) -> mediation::Found<'a> {
        Box::pin(identity::holders(
            read,
            Place::hamlet(place.unit, place.hamlet),
            "mediator",
            day,
        ))
    }
}

/// A name that no other process has, for leases.
fn holder() -> String {
    secret::<8>().iter().map(|octet| format!("{octet:02x}")).collect()
}

/// A source of random octets that nobody can guess.
fn fill() -> Fill {
    let mut rng: rand::rngs::StdRng = rand::make_rng();
    Box::new(move |octets| rng.fill_bytes(octets))
}

/// The octets of invented stories: the same in every demo world, so that addresses are.
fn story_fill() -> Fill {
    let mut rng = rand::rngs::StdRng::seed_from_u64(demo::World::default().seed);
    Box::new(move |octets| rng.fill_bytes(octets))
}

/// Random octets that nobody can guess.
pub fn secret<const N: usize>() -> [u8; N] {
    let mut octets = [0; N];
    fill()(&mut octets);
    octets
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
